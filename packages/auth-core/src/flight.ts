import { unlessAborted } from './abort.ts'
import type { Clock, Timer } from './clock.ts'

/** One piece of work that many callers share. */
export interface Flight<T> {
  /**
   * Waits for the result; aborting ends this caller's wait and nobody else's.
   * @param force what is there already will not do for this one
   */
  join(signal: AbortSignal | null | undefined, force: boolean): Promise<T>
  /** Resolves when the work is over, however it ended. */
  readonly over: Promise<unknown>
}

/** What the shared work sees of those who wait for it. */
export interface Waiting {
  readonly clock: Clock
  /** Whether anybody waits. */
  isAwaited(): boolean
  /** Whether one of them will not do with what is there already. */
  isForced(): boolean
}

/**
 * Starts the work. Its timers keep the process alive only once somebody waits for it, and its failure is nobody's
 * unhandled rejection.
 */
export function startFlight<T>(clock: Clock, work: (waiting: Waiting) => Promise<T>): Flight<T> {
  const timers = new Set<Timer>()
  let awaited = false
  let forced = false
  const flightClock: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    setTimer(callback, delayMs) {
      const timer = clock.setTimer(() => {
        timers.delete(timer)
        callback()
      }, delayMs)
      timers.add(timer)
      if (awaited) timer.ref()
      return {
        ref: timer.ref,
        cancel() {
          timers.delete(timer)
          timer.cancel()
        },
      }
    },
  }
  const result = work({ clock: flightClock, isAwaited: () => awaited, isForced: () => forced })
  return {
    over: result.catch(() => {}),
    join(signal, force) {
      awaited = true
      forced ||= force
      for (const timer of timers) timer.ref()
      return unlessAborted(result, signal)
    },
  }
}
