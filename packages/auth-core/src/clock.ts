/** A running timer of a {@link Clock}. */
export interface Timer {
  /** Stops it; it will not run. */
  cancel(): void
  /** Keeps the process alive until it has run (somebody waits for it now). */
  ref(): void
}

/**
 * Where all time comes from. Two readings, because they answer different questions: how long ago something
 * happened (`monotonic`, which no clock adjustment moves) and at which instant (`now`, for what others read).
 */
export interface Clock {
  /** The wall clock in epoch milliseconds. */
  now(): number
  /** Milliseconds since an arbitrary origin; never steps back or forward. */
  monotonic(): number
  /** Runs `callback` once after `delayMs`. The timer does not keep the process alive unless it is `ref`ed. */
  setTimer(callback: () => void, delayMs: number): Timer
}

/** What setTimeout can count to; beyond, it fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(callback, delayMs) {
    // Node and Bun return an object, browsers and workerd a number that has nothing to unref.
    const handle: unknown = setTimeout(callback, Math.min(Math.max(delayMs, 0), MAX_DELAY_MS))
    const timer = handle as Partial<Record<'ref' | 'unref', () => void>>
    timer.unref?.()
    return { cancel: () => clearTimeout(handle as number), ref: () => timer.ref?.() }
  },
}
