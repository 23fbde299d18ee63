import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '@latchkey/auth-core'

export interface SimulatedClock extends Clock {
  /** Lets time pass; at each millisecond all that is due runs, and whatever it sets off without more time. */
  run(ms: number): Promise<void>
}

interface PendingTimer {
  /** Undefined once it is cancelled. */
  callback: (() => void) | undefined
}

/**
 * A manual clock for millions of timers: those of one millisecond run together, and then the event loop turns once. (The
 * one of auth-core's testing entry waits a real millisecond for each timer.)
 * @param isBusy whether something is under way that takes real time, such as a digest on another thread
 */
export function simulatedClock(isBusy: () => boolean): SimulatedClock {
  let elapsed = 0
  const pending = new Map<number, PendingTimer[]>()

  async function settled(): Promise<void> {
    do await turn()
    while (isBusy())
  }

  return {
    now: () => Date.UTC(2026, 0, 1) + elapsed,
    monotonic: () => elapsed,
    setTimer(callback, delayMs) {
      const at = Math.max(Math.ceil(elapsed + delayMs), elapsed + 1)
      const timer: PendingTimer = { callback }
      const due = pending.get(at)
      if (due === undefined) pending.set(at, [timer])
      else due.push(timer)
      return {
        cancel() {
          timer.callback = undefined
        },
        ref() {},
      }
    },
    async run(ms) {
      await settled()
      for (const until = elapsed + ms; elapsed < until; ) {
        const due = pending.get(++elapsed)
        if (due === undefined) continue
        pending.delete(elapsed)
        for (const { callback } of due) callback?.()
        await settled()
      }
    },
  }
}
