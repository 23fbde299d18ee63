import { parseArgs } from 'node:util'
import { type FigureName, targets } from './targets.ts'
import { UsageError } from './usage-error.ts'

export const usage = `Usage: bench [--json FILE] [PART OF A NAME]

Measures what Latchkey costs, each figure against a floor in the same run. bench/README.md says what they mean.

  --json FILE  writes the figures there too
  --help       prints this

Exit status: 0 when every count is right, 1 when one is wrong or the machine is too busy, 2 for a wrong argument.
A missed target that is not a count is shown, and does not change it.`

export interface BenchArguments {
  readonly json: string | undefined
  readonly help: boolean
  /** The figures asked for. */
  readonly names: readonly FigureName[]
}

/** @throws {UsageError} when an argument is unknown or names no figure */
export function readArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = parse(args)
  const [part = ''] = positionals
  const names = (Object.keys(targets) as FigureName[]).filter((name) => targets[name].what.includes(part))
  if (positionals.length > 1 || names.length === 0)
    throw new UsageError(`No figure has "${positionals.join(' ')}" in its name; see --help.`)
  return { json: values.json, help: values.help ?? false, names }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Package runners pass the separator on.
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/)
    throw new UsageError(`${reason}; see --help.`)
  }
}
