import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SandboxError, verify } from '@latchkey/contract'
import type { Spec } from '../generate/read-specs.ts'
import { type Environment, liveOptions } from './live-options.ts'
import { type LiveProvider, liveProviders } from './live-provider.ts'
import { adviceOf, verdictOf } from './live-verdict.ts'

export interface LiveRun {
  readonly specs: readonly Spec[]
  readonly environment: Environment
  /** Providers by name. @default all */
  readonly names: readonly string[]
  /** Where the reports go. */
  readonly folder: string
  readonly requestsPerSecond: number
  readonly print: (line: string) => void
}

/** The folder of the texts of issues, one for each provider that differs. */
const DRIFT = 'drift'

/**
 * Verifies every provider that the environment has credentials for, one after another and read-only, and leaves a
 * report of each in the folder.
 * @returns the exit status: 0 when all are kept, 1 on drift, 2 when something could not be judged
 */
export async function verifyLive(run: LiveRun): Promise<0 | 1 | 2> {
  const all = liveProviders(run.specs)
  const unknown = run.names.find((name) => all.every((provider) => provider.name !== name))
  if (unknown !== undefined) {
    run.print(
      `There is no provider "${unknown}" in specs/; there are ${all.map(({ name }) => name).join(', ')}.`,
    )
    return 2
  }
  const chosen = all.filter(({ name }) => run.names.length === 0 || run.names.includes(name))
  rmSync(join(run.folder, DRIFT), { recursive: true, force: true })
  const statuses: (0 | 1 | 2 | 'skipped')[] = []
  for (const provider of chosen) statuses.push(await verifyOne(provider, run))
  if (statuses.includes(1)) return 1
  if (statuses.every((status) => status === 'skipped')) {
    run.print('Nothing was verified: there are no credentials in the environment. docs/github.md names them.')
    return 2
  }
  return statuses.includes(2) ? 2 : 0
}

async function verifyOne(provider: LiveProvider, run: LiveRun): Promise<0 | 1 | 2 | 'skipped'> {
  const { name } = provider
  const read = liveOptions(provider, run.environment)
  if ('skipped' in read) {
    run.print(`${name}: skipped, ${read.skipped}.`)
    return 'skipped'
  }
  if ('problem' in read) {
    run.print(`${name}: not verified, ${read.problem}.`)
    return 2
  }
  const { requestsPerSecond } = run
  try {
    const report = await verify([...provider.documents], { ...read.options, requestsPerSecond })
    const verdict = verdictOf(report)
    const text = `${name} ${adviceOf[verdict]}\n\n${report.toTable()}\n`
    save(run.folder, `${name}.json`, `${JSON.stringify({ provider: name, verdict, ...report })}\n`)
    save(run.folder, `${name}.xml`, report.toJUnit())
    if (verdict === 'drift') save(join(run.folder, DRIFT), `${name}.md`, issueOf(text))
    run.print(text)
    return verdict === 'kept' ? 0 : verdict === 'drift' ? 1 : 2
  } catch (error) {
    // It names an option and never a value of it; whatever else is thrown is ours.
    if (!(error instanceof SandboxError)) throw error
    run.print(`${name}: not verified, ${error.message}`)
    return 2
  }
}

function save(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** GitHub takes 65,536 characters. */
function issueOf(text: string): string {
  return `\`\`\`text\n${text.replaceAll('`', "'").slice(0, 60_000)}\n\`\`\`\n`
}
