import { defineConfig } from 'vitest/config'
import { readmes, readmeTests } from './test/readme-tests.ts'

/** Tests tell their kind by their place: packages/x/test is one package's, test/ is the workspace's, READMEs are the reader's. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    // Bounds on a hang, wide enough for a busy machine; no test asserts a time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One less is the default, which is one of two: many tests wait more than they compute.
    maxWorkers: '100%',
    globalSetup: 'packages/redis/test/install-redis.ts',
    projects: [
      { extends: true, test: { name: 'packages', include: ['packages/*/test/**/*.test.ts'] } },
      { extends: true, test: { name: 'workspace', include: ['test/**/*.test.ts'] } },
      { extends: true, plugins: [readmeTests], test: { name: 'readmes', include: [...readmes] } },
    ],
  },
})
