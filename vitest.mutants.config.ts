import { defineConfig } from 'vitest/config'

/** What `pnpm mutants` runs for each mutant: the tests of auth-core that start no process and are no long matrix. */
export default defineConfig({
  test: {
    include: ['packages/auth-core/test/**/*.test.ts'],
    exclude: [
      'packages/auth-core/test/{oidc/*,fleet/fleet.*,model/life-cycle,node/{contention,file-store.faults}}.test.ts',
      'packages/auth-core/test/**/{replay.matrix,*.memory,quiet-process,opentelemetry.scenarios,hostile-answers,token-stores}.test.ts',
    ],
    testTimeout: 20_000,
  },
})
