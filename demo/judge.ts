import type { Tally } from '@latchkey/auth-core/testing'

/** Says of each figure that is not what it should be what it is; nothing when all is well. */
export function judge(scene: string, actual: Tally, due: Tally): string[] {
  const counted = [
    ['calls', actual.calls, due.calls],
    ['token calls', actual.tokenCalls, due.tokenCalls],
    ['replays', actual.replays, due.replays],
  ] as const
  const problems = counted
    .filter(([, is, should]) => is !== should)
    .map(([figure, is, should]) => `${scene}: ${figure} are ${is} and should be ${should}.`)
  if (actual.succeeded === due.succeeded) return problems
  const reason = actual.failure === undefined ? '' : ` (the first failure: ${actual.failure})`
  return [...problems, `${scene}: ${actual.succeeded} of ${actual.calls} calls succeeded${reason}.`]
}
