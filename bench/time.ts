import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, systemClock } from '@latchkey/auth-core'

/** The time a scenario lives in: real, or a test's. */
export interface Time {
  readonly clock: Clock
  /** Waits for the time to pass. */
  pass(ms: number): Promise<void>
  /** The same for work that runs beside the scenario, which does not move the time itself. */
  wait(ms: number): Promise<void>
  /** Sets the clock forward: a token grows old at once. */
  skip(ms: number): Promise<void>
}

export function realTime(): Time {
  let skipped = 0
  const wait = (ms: number) => sleep(ms)
  return {
    clock: { ...systemClock, monotonic: () => systemClock.monotonic() + skipped },
    pass: wait,
    wait,
    async skip(ms) {
      skipped += ms
    },
  }
}
