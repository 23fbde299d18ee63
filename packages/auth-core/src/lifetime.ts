import type { Clock } from './clock.ts'
import type { AccessToken, TokenResponse } from './token.ts'

/** A token in memory, and until when it serves, by the monotonic clock. */
export interface HeldToken {
  readonly token: AccessToken
  /** Made once, so that a cached call costs no allocation. */
  readonly promise: Promise<AccessToken>
  /** From here on it is refreshed behind the callers. */
  readonly refreshAt: number
  /** From here on it is not handed out. */
  readonly usableUntil: number
}

export interface LifetimeTerms {
  readonly refreshWindowMs: number | undefined
  readonly maxAgeMs: number
}

const MAX_RESERVE_MS = 30_000

/**
 * When a token that arrived `ageMs` ago is refreshed and when it is given up. With L its lifetime and w the refresh
 * window (default L/4, at most L/2):
 *
 * | from | to | what happens |
 * |---|---|---|
 * | arrival | a random instant between 1.6 w and w before the end | served |
 * | then | min(30 s, L/10) before the end | served, refreshed behind |
 * | then | | not served: callers wait for a new one |
 *
 * A window shorter than that last part has no effect: the token is given up before the window begins.
 *
 * The instant is random so that replicas that started together do not refresh together. Without a lifetime the token
 * serves until it is rejected, at most `maxAgeMs`.
 */
export function hold(response: TokenResponse, clock: Clock, terms: LifetimeTerms, ageMs = 0): HeldToken {
  const { accessToken, lifetimeMs, scope } = response
  const token: AccessToken = Object.freeze({
    accessToken,
    tokenType: 'Bearer',
    ...(lifetimeMs === undefined ? {} : { expiresAt: clock.now() - ageMs + lifetimeMs }),
    ...(scope === undefined ? {} : { scope }),
  })
  return { token, promise: Promise.resolve(token), ...instants(lifetimeMs, clock.monotonic() - ageMs, terms) }
}

function instants(
  lifetimeMs: number | undefined,
  arrivedAt: number,
  { refreshWindowMs, maxAgeMs }: LifetimeTerms,
) {
  if (lifetimeMs === undefined) return { refreshAt: arrivedAt + maxAgeMs, usableUntil: arrivedAt + maxAgeMs }
  const window = Math.min(refreshWindowMs ?? lifetimeMs / 4, lifetimeMs / 2)
  const usableUntil = arrivedAt + lifetimeMs - Math.min(MAX_RESERVE_MS, lifetimeMs / 10)
  const refreshAt = arrivedAt + lifetimeMs - window * (1 + 0.6 * Math.random())
  return { refreshAt: Math.min(refreshAt, usableUntil), usableUntil }
}
