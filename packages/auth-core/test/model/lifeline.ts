import type { Clock } from '../../src/clock.ts'

/** A process that may be killed: from then on none of its timers runs and nothing reaches it. */
export interface Lifeline {
  readonly alive: boolean
  cut(): void
  /** The clock as the process sees it. */
  clockOf(clock: Clock): Clock
  /** What the process sees of `work`. */
  watch<T>(work: Promise<T>): Promise<T>
}

export function createLifeline(): Lifeline {
  let alive = true
  const lifeline: Lifeline = {
    get alive() {
      return alive
    },
    cut() {
      alive = false
    },
    clockOf: (clock) => ({
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      setTimer: (callback, delayMs) => clock.setTimer(() => alive && callback(), delayMs),
    }),
    watch: (work) =>
      new Promise((resolve, reject) => {
        work.then(
          (value) => alive && resolve(value),
          (error) => alive && reject(error),
        )
      }),
  }
  return lifeline
}
