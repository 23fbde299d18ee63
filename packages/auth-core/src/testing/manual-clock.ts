import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told otherwise. */
export interface ManualClock extends Clock {
  /**
   * Lets what is under way go on as far as it can, then `ms` milliseconds pass on both readings, running each timer at
   * its instant, and whatever it sets off.
   * @returns once everything that could go on without more time has done so
   */
  advance(ms: number): Promise<void>
  /** Sets the wall clock forward or back, as an adjustment of the machine's clock does; no time passes. */
  step(ms: number): void
  /** How many timers are waiting. */
  readonly timers: number
}

interface PendingTimer {
  readonly at: number
  readonly callback: () => void
}

/** @param startAt the wall clock's first reading, in epoch milliseconds. @default 2026-01-01T00:00:00Z */
export function manualClock(startAt: number = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsed = 0
  let wallOffset = startAt
  const pending = new Set<PendingTimer>()

  function nextDue(until: number): PendingTimer | undefined {
    let next: PendingTimer | undefined
    for (const timer of pending) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer
    }
    return next
  }

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    setTimer(callback, delayMs) {
      const timer = { at: elapsed + Math.max(delayMs, 0), callback }
      pending.add(timer)
      return { cancel: () => void pending.delete(timer), ref: () => {} }
    },
    async advance(ms) {
      // What is under way gets to its timers at this instant, not at the next one.
      await settled()
      const until = elapsed + ms
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        pending.delete(timer)
        elapsed = Math.max(elapsed, timer.at)
        timer.callback()
        await settled()
      }
      elapsed = Math.max(elapsed, until)
      await settled()
    },
    step(ms) {
      wallOffset += ms
    },
    get timers() {
      return pending.size
    },
  }
}

// A turn of the event loop: every promise chain that waits for no timer and no network has run by then.
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
