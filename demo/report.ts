import { scenes } from '@latchkey/auth-core/testing'
import type { Rehearsal } from './rehearse.ts'
import { type Colors, renderTable } from './table.ts'

/** The table, what it shows, and a sentence for each figure that is not what it should be. */
export function report(rehearsals: readonly Rehearsal[], seconds: number, colors: Colors): string {
  const names = Object.values(scenes).map(({ name }) => name)
  const failed = rehearsals.filter(({ problems }) => problems.length > 0)
  const count = `${rehearsals.length} ${rehearsals.length === 1 ? 'flow' : 'flows'}`
  const sentences = failed.flatMap(({ flow, problems }) =>
    problems.map((problem) => colors.red(`${flow.provider}, ${flow.name}: ${problem}`)),
  )
  return [
    renderTable(rehearsals, colors),
    `Token calls: ${names.join(' + ')}, one for each user or client.`,
    'Replays: one for each refused call; where a provider tells no lifetime, expiry is a refusal too.',
    'Added per call: by the client, against a bare fetch of the same resource with the same token.',
    ...sentences,
    failed.length > 0
      ? colors.red(`${failed.length} of ${count} failed, in ${seconds.toFixed(1)} s.`)
      : colors.green(`${count}, every figure as it should be, in ${seconds.toFixed(1)} s.`),
  ].join('\n')
}
