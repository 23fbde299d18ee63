/** What a row has measured. */
export interface Figure {
  /** What it is compared with, and what that took. */
  readonly floor: string
  readonly ours: number
  /** The lower and the upper quartile, where it was measured many times. */
  readonly spread?: readonly [number, number] | undefined
  /** The floor against itself: far from 1 where the machine was too busy to measure. */
  readonly self?: number
}

export interface Spread {
  readonly median: number
  readonly quartiles: readonly [number, number]
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] as number
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] }
}
