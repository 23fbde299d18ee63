import Table from 'cli-table3'
import type { FactKind } from './mutants-of.ts'

/** What became of one mutant. */
export interface Trial {
  readonly file: string
  readonly kind: FactKind
  readonly pointer: string
  readonly what: string
  /** The tests that noticed it, and what they said; undefined of a survivor. */
  readonly noticedBy: string | undefined
}

/** The score by kind of fact, by the tests that noticed, and every survivor. */
export function printScore(trials: readonly Trial[], kinds: readonly FactKind[]): string {
  const table = new Table({
    head: ['fact', 'mutants', 'noticed', '%'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const kind of kinds)
    table.push(
      rowOf(
        kind,
        trials.filter((trial) => trial.kind === kind),
      ),
    )
  table.push(rowOf('all', trials))
  const survivors = trials.filter(({ noticedBy }) => noticedBy === undefined)
  const lines = survivors.map(({ file, pointer, kind, what }) => `  ${file} ${pointer} (${kind}): ${what}`)
  return [
    table.toString(),
    `Noticed by ${byJudge(trials)}.`,
    `Survivors: ${survivors.length}`,
    ...lines,
  ].join('\n')
}

function rowOf(name: string, trials: readonly Trial[]): (string | number)[] {
  const noticed = trials.filter(({ noticedBy }) => noticedBy !== undefined).length
  const percent = trials.length === 0 ? '' : ((100 * noticed) / trials.length).toFixed(1)
  return [name, trials.length, noticed, percent]
}

function byJudge(trials: readonly Trial[]): string {
  const counts = new Map<string, number>()
  for (const { noticedBy } of trials) {
    const [judge] = noticedBy?.split(':', 1) ?? []
    if (judge !== undefined) counts.set(judge, (counts.get(judge) ?? 0) + 1)
  }
  return [...counts].map(([judge, count]) => `${judge} ${count}`).join(', ')
}
