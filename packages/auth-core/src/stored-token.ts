import { unlessAborted } from './abort.ts'
import type { Clock } from './clock.ts'
import type { EventSink, TokenEvents } from './events.ts'
import type { Lease, TokenStore } from './stores/token-store.ts'
import { readToken, type TokenResponse } from './token.ts'

/** A token as the store had it. */
interface StoredToken {
  readonly response: TokenResponse
  readonly version: number
  readonly ageMs: number
}

/** A lease whose store may be away. */
export interface HeldLease {
  /** @returns false where it is ours no longer, as far as anybody can tell */
  renew(ms: number): Promise<boolean>
  release(): Promise<void>
}

/**
 * The user's store as a token source sees it: slow, broken or foreign records are an absent token, never an error. The
 * time-out runs on the clock of the work that waits, which knows whether it keeps the process alive.
 */
export interface TokenShelf {
  /** Whether the store sees to it that one of those who share it refreshes for all. */
  readonly coordinates: boolean
  read(key: string, waiting: Clock): Promise<StoredToken | undefined>
  /**
   * Waits until the store took it or failed; then it is offered again until a newer token replaces it.
   * @returns false where the store has a newer one
   */
  write(key: string, response: TokenResponse, version: number, waiting: Clock): Promise<boolean>
  lease(key: string, ms: number, waiting: Clock): Promise<HeldLease | 'taken' | 'away'>
}

const LEAVE_ALONE_MS = 5_000
/** A refresh token outlives its access token by an unknown time; the store may forget it after this one. */
const REFRESH_TOKEN_TTL_MS = 90 * 86_400_000
const NO_LIFETIME_TTL_MS = 86_400_000

export interface ShelfTerms {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly events: EventSink
}

type Operation = TokenEvents['store_failure']['operation']

export function createTokenShelf(store: TokenStore, { clock, timeoutMs, events }: ShelfTerms): TokenShelf {
  let leftAloneUntil = Number.NEGATIVE_INFINITY
  let offering = false
  const unwritten = new Map<string, (waiting: Clock) => Promise<unknown>>()

  /** The store's answer, or undefined where it fails, hangs, or did so a moment ago. */
  async function ask<T>(
    operation: Operation,
    waiting: Clock,
    work: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<{ said: T } | undefined> {
    if (clock.monotonic() < leftAloneUntil) return undefined
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

  // One timer for all of them: one for each would offer everything again for each.
  function offerAgain(): void {
    if (offering) return
    offering = true
    clock.setTimer(() => {
      offering = false
      for (const write of unwritten.values()) void write(clock)
    }, LEAVE_ALONE_MS)
  }

  return {
    coordinates: store.lease !== undefined,
    async read(key, waiting) {
      const record = (await ask('get', waiting, (options) => store.get(key, options)))?.said
      if (record === undefined) return undefined
      const stored = parse(record)
      if (stored === undefined) events.emit({ type: 'store_failure', operation: 'get', reason: 'malformed' })
      return stored
    },
    async write(key, response, version, waiting) {
      const record = { value: JSON.stringify(response), version, ttlMs: ttlOf(response) }
      const write = async (asking: Clock) => {
        const answer = await ask('set', asking, (options) => store.set(key, record, options))
        if (unwritten.get(key) === write) {
          if (answer === undefined) offerAgain()
          else unwritten.delete(key)
        }
        return answer?.said !== false
      }
      unwritten.set(key, write)
      return write(waiting)
    },
    async lease(key, ms, waiting) {
      const answer = await ask('lease', waiting, async (options) => store.lease?.(key, ms, options))
      if (answer === undefined) return 'away'
      return answer.said === undefined ? 'taken' : heldLease(answer.said, waiting)
    },
  }

  function heldLease(lease: Lease, waiting: Clock): HeldLease {
    return {
      async renew(ms) {
        return (await ask('lease', waiting, (options) => lease.renew(ms, options)))?.said === true
      },
      async release() {
        await ask('lease', waiting, (options) => lease.release(options))
      },
    }
  }
}

function ttlOf({ lifetimeMs, refreshToken }: TokenResponse): number {
  if (refreshToken !== undefined) return REFRESH_TOKEN_TTL_MS
  return Math.max(lifetimeMs ?? NO_LIFETIME_TTL_MS, 1)
}

// Whoever can write to the store is not trusted with more than a token endpoint is.
function parse(record: unknown): StoredToken | undefined {
  try {
    const { value, version, ageMs } = record as Record<string, unknown>
    if (!Number.isSafeInteger(version) || typeof ageMs !== 'number' || !(ageMs >= 0)) return undefined
    const members = JSON.parse(value as string) as Record<string, unknown>
    const { lifetimeMs, expiresAt } = members as { lifetimeMs?: unknown; expiresAt?: unknown }
    const response = readToken({
      accessToken: members['accessToken'],
      tokenType: undefined,
      expiresIn: typeof lifetimeMs === 'number' ? lifetimeMs / 1000 : undefined,
      refreshToken: members['refreshToken'],
      scope: members['scope'],
    })
    if (typeof response === 'string') return undefined
    const stored = typeof expiresAt === 'number' ? { ...response, expiresAt } : response
    return { response: stored, version: version as number, ageMs }
  } catch {
    return undefined
  }
}
