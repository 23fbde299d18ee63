import colors from 'picocolors'
import type { Effect } from './change.ts'
import type { Verdict } from './package-verdict.ts'

const paint = { breaking: colors.red, feature: colors.green, none: colors.gray } as const
const order: readonly Effect[] = ['breaking', 'feature', 'none']

/** A head line, and below it every change: what breaks first. */
export function printVerdict(verdict: Verdict): string {
  const changes = verdict.changes
    .toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect))
    .map(
      ({ effect, file, pointer, what }) => `  ${paint[effect](effect.padEnd(8))} ${file} ${pointer}: ${what}`,
    )
  return [headOf(verdict), ...changes].join('\n')
}

function headOf({ packageName, version, changes, needed, found, passed }: Verdict): string {
  if (version === undefined) return `${packageName}: no release yet, nothing to compare with.`
  const since = `${packageName}: since ${version}`
  if (changes.length === 0) return `${since} the contract is the same.`
  if (needed === 'none') return `${since} no change that asks for a release.`
  if (passed) return `${since} the contract asks for ${needed}, which ${found} is enough for.`
  return colors.red(`${since} the contract asks for ${needed}, but the changesets for ${found}.`)
}
