import Table from 'cli-table3'
import type picocolors from 'picocolors'
import type { Rehearsal } from './rehearse.ts'

export type Colors = ReturnType<typeof picocolors.createColors>

const head = ['provider', 'flow', 'tokens', 'calls', 'token calls', 'replays', 'result', 'added per call']

/** The rehearsals as a table, one row each; a failed one is red. */
export function renderTable(rehearsals: readonly Rehearsal[], colors: Colors): string {
  const table = new Table({
    head: head.map((title) => colors.bold(title)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'right', 'left', 'right', 'left', 'right'],
  })
  for (const rehearsal of rehearsals) {
    const { problems } = rehearsal
    table.push(problems.length > 0 ? cells(rehearsal).map(colors.red) : withGreen(cells(rehearsal), colors))
  }
  return table.toString()
}

function cells({ flow, tallies, tokens, addedMs, problems }: Rehearsal): string[] {
  const sum = (figure: 'calls' | 'replays') => tallies.reduce((total, tally) => total + tally[figure], 0)
  return [
    flow.provider,
    flow.name,
    tokens.join(' '),
    String(sum('calls')),
    tallies.map(({ tokenCalls }) => tokenCalls).join(' + '),
    String(sum('replays')),
    problems.length > 0 ? 'failed' : 'ok',
    addedMs === undefined ? '' : `${addedMs.toFixed(2)} ms`,
  ]
}

function withGreen(row: string[], colors: Colors): string[] {
  return row.map((cell, index) => (head[index] === 'result' ? colors.green(cell) : cell))
}
