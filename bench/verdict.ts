import type { Figure } from './figure.ts'
import type { Target } from './targets.ts'

/** How far the floor may be from itself. */
const NOISE = 0.1

export type Verdict = 'ok' | 'missed' | 'wrong' | 'too noisy'

/** `wrong` is a count that is not what it has to be: not a matter of speed. */
export function judge(target: Target, { ours, self = 1 }: Figure): Verdict {
  if (!(Math.abs(self - 1) <= NOISE)) return 'too noisy'
  if (target.exactly ? ours === target.atMost : ours <= target.atMost) return 'ok'
  return target.unit === 'count' ? 'wrong' : 'missed'
}
