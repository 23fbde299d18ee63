import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { type ManualClock, manualClock, type ProviderFlow } from '@latchkey/auth-core/testing'
import { createSandbox, type Sandbox, SandboxError } from '@latchkey/contract'
import picocolors from 'picocolors'
import { readArguments, usage } from './arguments.ts'
import { loadFlows } from './load-flows.ts'
import { type Progress, startProgress } from './progress.ts'
import { type Rehearsal, rehearse } from './rehearse.ts'
import { report } from './report.ts'
import { UsageError } from './usage-error.ts'

const OK = 0
const FAILED = 1
const WRONG_USE = 2
const INTERRUPTED = 130

/** Runs the demo. @returns the exit status */
async function main(args: readonly string[]): Promise<number> {
  const { provider, port, help } = readArguments(args)
  if (help) {
    console.log(usage)
    return OK
  }
  const flows = await loadFlows(provider)
  const clock = manualClock()
  const sandbox = await openSandbox(flows, clock, port)
  const interrupted = once(process, 'SIGINT').then(() => INTERRUPTED)
  console.log('The sandbox is up on loopback; the flows run against it.')
  const progress = startProgress()
  try {
    return await Promise.race([run(flows, sandbox, clock, progress), interrupted])
  } finally {
    progress.stop()
    await sandbox.close()
  }
}

/** One sandbox for all flows: the documents say which origin is whose. */
async function openSandbox(
  flows: readonly ProviderFlow[],
  clock: ManualClock,
  port: number,
): Promise<Sandbox> {
  const documents = new Set(flows.flatMap((flow) => flow.documents))
  const clients = flows.flatMap(({ sandbox }) => sandbox.clients)
  const users = flows.flatMap(({ sandbox }) => sandbox.users ?? [])
  try {
    return await createSandbox([...documents], { clients, users, clock, port })
  } catch (error) {
    throw error instanceof SandboxError ? new UsageError(error.message) : error
  }
}

async function run(
  flows: readonly ProviderFlow[],
  sandbox: Sandbox,
  clock: ManualClock,
  progress: Progress,
): Promise<number> {
  const start = performance.now()
  const rehearsals: Rehearsal[] = []
  for (const flow of flows) {
    const onScene = (scene: string) => progress.show(`${flow.provider}, ${flow.name}: ${scene}`)
    rehearsals.push(await rehearse(flow, sandbox, clock, onScene))
  }
  progress.stop()
  // picocolors takes a CI for a terminal.
  const colors = picocolors.createColors(picocolors.isColorSupported && process.stdout.isTTY === true)
  console.log(report(rehearsals, (performance.now() - start) / 1000, colors))
  return rehearsals.some(({ problems }) => problems.length > 0) ? FAILED : OK
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`demo: ${error.message}`)
  process.exitCode = WRONG_USE
}
