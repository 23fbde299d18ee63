import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readSpecs } from './generate/read-specs.ts'
import { printProblem } from './generate/spec-problem.ts'
import { verifyLive } from './verify-live/verify-live.ts'

// Runs the contract against the live providers whose credentials are in the environment, read-only: `pnpm verify:live`,
// or some of them: `pnpm verify:live gbg`. Exit status 1 on drift, 2 when something could not be judged.

const root = join(import.meta.dirname, '..')
const { values, positionals: names } = readArguments()
const { specs, problems } = readSpecs(root)
for (const problem of problems) console.error(printProblem(problem))

const status = await verifyLive({
  specs,
  environment: process.env,
  names,
  folder: values.reports,
  requestsPerSecond: Number(values['requests-per-second']),
  print: (line) => console.log(line),
})
process.exitCode = problems.length > 0 ? 2 : status

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'requests-per-second': { type: 'string', default: '2' },
        reports: { type: 'string', default: join(root, 'reports/contract') },
      },
    })
  } catch (error) {
    // Status 1, that of an error nobody caught, means drift here.
    console.error(`verify:live: ${(error as Error).message}`)
    process.exit(2)
  }
}
