import type { VerifyClock } from './verify-options.ts'

/** Waits until the next request may start: never more than so many in a second, and never two at once. */
export type Pace = (signal: AbortSignal | undefined) => Promise<void>

export function createPace(requestsPerSecond: number, clock: VerifyClock): Pace {
  const intervalMs = 1000 / requestsPerSecond
  let freeAt = Number.NEGATIVE_INFINITY
  return async (signal) => {
    signal?.throwIfAborted()
    // A clock that is set back holds nothing up.
    const waitMs = Math.min(freeAt - clock.now(), intervalMs)
    if (waitMs > 0) await clock.sleep(waitMs, signal)
    freeAt = clock.now() + intervalMs
  }
}
