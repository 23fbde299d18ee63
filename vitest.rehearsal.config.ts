import { defineConfig } from 'vitest/config'

/** What `pnpm release:rehearse` runs: a release to a registry on loopback, and every package manager. */
export default defineConfig({
  test: {
    include: ['test/release.test.ts', 'test/release/*.rehearsal.ts'],
    reporters: ['verbose'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
