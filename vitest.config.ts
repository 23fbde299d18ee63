import { defineConfig } from 'vitest/config'

/** Tests tell their kind by their place: packages/x/test is one package's, test/ is the workspace's. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    projects: [
      { test: { name: 'packages', include: ['packages/*/test/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'workspace', include: ['test/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
})
