import type { FlowTrial, Tally } from './flow-trial.ts'

/** Something that happens to a client, and what it may cost. */
export interface Scene {
  readonly name: string
  play(trial: FlowTrial): Promise<Tally>
  /** What it comes to when all is well. */
  due(trial: FlowTrial): Tally
}

/**
 * The life of a token, in the order in which it is lived. With `n` subjects:
 *
 * | scene | calls | token calls | replays |
 * |---|---|---|---|
 * | first call | n | n | 0 |
 * | 100 at once | 100 | 0 | 0 |
 * | revocation, 100 calls on their way | 100 | n | 100 |
 * | expiry, then 100 at once | 100 | n | 0 where the lifetime is told, else 100 |
 */
export const scenes: Readonly<Record<'firstCall' | 'atOnce' | 'revocation' | 'expiry', Scene>> = {
  firstCall: {
    name: 'first call',
    play: (trial) => trial.oneEach(),
    due: ({ subjects }) => allWell(subjects, { tokenCalls: subjects }),
  },
  atOnce: {
    name: '100 at once',
    play: (trial) => trial.atOnce(100),
    due: () => allWell(100),
  },
  revocation: {
    name: 'revocation',
    play: (trial) => trial.revokedUnderway(100),
    due: ({ subjects }) => allWell(100, { tokenCalls: subjects, replays: 100 }),
  },
  expiry: {
    name: 'expiry',
    play: (trial) => trial.expired(100),
    due: ({ subjects, flow }) =>
      allWell(100, { tokenCalls: subjects, replays: flow.namesLifetime ? 0 : 100 }),
  },
}

/** The tally of calls that all succeed. */
export function allWell(
  calls: number,
  { tokenCalls = 0, replays = 0 }: { tokenCalls?: number; replays?: number } = {},
): Tally {
  return { calls, succeeded: calls, tokenCalls, replays }
}
