import { unlessAborted } from './abort.ts'
import type { Clock } from './clock.ts'
import type { EventSink, TokenEvents } from './events.ts'
import type { StoreCallOptions } from './stores/token-store.ts'

/**
 * The store's answer, or undefined where it fails, hangs, or did so a moment ago. The time-out runs on the clock of the
 * work that waits, which knows whether it keeps the process alive.
 */
export type AskStore = <T>(
  operation: TokenEvents['store_failure']['operation'],
  waiting: Clock,
  work: (options: StoreCallOptions) => Promise<T> | undefined,
) => Promise<{ readonly said: T | undefined } | undefined>

export interface StoreAccess {
  readonly ask: AskStore
  /** Whether the store has failed a moment ago, and is left alone. */
  isAway(): boolean
}

export interface AskTerms {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly events: EventSink
}

/** For so long a store that has failed is not asked again. */
export const LEAVE_ALONE_MS = 5_000

export function accessStore({ clock, timeoutMs, events }: AskTerms): StoreAccess {
  let leftAloneUntil = Number.NEGATIVE_INFINITY
  const isAway = () => clock.monotonic() < leftAloneUntil
  const ask: AskStore = async (operation, waiting, work) => {
    if (isAway()) return undefined
    const abort = new AbortController()
    const { signal } = abort
    const timer = waiting.setTimer(() => abort.abort(), timeoutMs)
    try {
      return { said: await unlessAborted(Promise.resolve(work({ signal })), signal) }
    } catch {
      leftAloneUntil = clock.monotonic() + LEAVE_ALONE_MS
      events.emit({ type: 'store_failure', operation, reason: signal.aborted ? 'timed_out' : 'failed' })
      return undefined
    } finally {
      timer.cancel()
    }
  }
  return { ask, isAway }
}
