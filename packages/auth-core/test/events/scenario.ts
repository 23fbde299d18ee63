import type { Stage, Step } from './trace.ts'

/** Something that happens to sources, and what is told of it, in this order. */
export interface Scenario {
  play(stage: Stage): Promise<unknown>
  readonly told: readonly Step[]
}

export type Scenarios = Readonly<Record<string, Scenario>>
