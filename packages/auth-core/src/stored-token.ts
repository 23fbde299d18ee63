import { unlessAborted } from './abort.ts'
import type { Clock } from './clock.ts'
import type { TokenStore } from './stores/token-store.ts'
import { readToken, type TokenResponse } from './token.ts'

/** A token as the store had it. */
interface StoredToken {
  readonly response: TokenResponse
  readonly version: number
  readonly ageMs: number
}

/**
 * The user's store as a token source sees it: slow, broken or foreign records are an absent token, never an error. The
 * time-out runs on the clock of the work that waits, which knows whether it keeps the process alive.
 */
export interface TokenShelf {
  read(key: string, waiting: Clock): Promise<StoredToken | undefined>
  /** Waits until the store took it or failed; then it is offered again until a newer token replaces it. */
  write(key: string, response: TokenResponse, version: number, waiting: Clock): Promise<void>
}

const LEAVE_ALONE_MS = 5_000
/** A refresh token outlives its access token by an unknown time; the store may forget it after this one. */
const REFRESH_TOKEN_TTL_MS = 90 * 86_400_000
const NO_LIFETIME_TTL_MS = 86_400_000

export function createTokenShelf(store: TokenStore, clock: Clock, timeoutMs: number): TokenShelf {
  let leftAloneUntil = Number.NEGATIVE_INFINITY
  let offering = false
  const unwritten = new Map<string, (waiting: Clock) => Promise<void>>()

  /** The store's answer, or undefined where it fails, hangs, or did so a moment ago. */
  async function ask<T>(
    waiting: Clock,
    work: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<{ said: T } | undefined> {
    if (clock.monotonic() < leftAloneUntil) return undefined
    const abort = new AbortController()
    const timer = waiting.setTimer(() => abort.abort(), timeoutMs)
    try {
      return { said: await unlessAborted(Promise.resolve(work({ signal: abort.signal })), abort.signal) }
    } catch {
      leftAloneUntil = clock.monotonic() + LEAVE_ALONE_MS
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
    async read(key, waiting) {
      const record = (await ask(waiting, (options) => store.get(key, options)))?.said
      return record === undefined ? undefined : parse(record)
    },
    async write(key, response, version, waiting) {
      const record = { value: JSON.stringify(response), version, ttlMs: ttlOf(response) }
      const write = async (asking: Clock) => {
        const answer = await ask(asking, (options) => store.set(key, record, options))
        if (unwritten.get(key) !== write) return
        if (answer === undefined) offerAgain()
        else unwritten.delete(key)
      }
      unwritten.set(key, write)
      await write(waiting)
    },
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
    if (typeof version !== 'number' || typeof ageMs !== 'number' || !(ageMs >= 0)) return undefined
    const members = JSON.parse(value as string) as Record<string, unknown>
    const lifetimeMs = members['lifetimeMs']
    const response = readToken({
      accessToken: members['accessToken'],
      tokenType: undefined,
      expiresIn: typeof lifetimeMs === 'number' ? lifetimeMs / 1000 : undefined,
      refreshToken: members['refreshToken'],
      scope: members['scope'],
    })
    return typeof response === 'string' ? undefined : { response, version, ageMs }
  } catch {
    return undefined
  }
}
