import type { Clock } from './clock.ts'
import { type AccessToken, MAX_LIFETIME_MS, type TokenResponse } from './token.ts'

/** A token in memory, and until when it serves, by the monotonic clock. */
export interface HeldToken {
  readonly token: AccessToken
  /** Made by the first caller who asks for one, so that the next ones cost no allocation. */
  promise: Promise<AccessToken> | undefined
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
 * The response with both its lifetime and the instant at its end, where it names either. Only the lifetime is counted
 * by; the instant is for who reads it. An instant alone is counted from the server's own `Date`: a clock of ours that is
 * wrong would make every token an expired one.
 */
export function dated(response: TokenResponse, now: number, date: number | undefined): TokenResponse {
  const { lifetimeMs, expiresAt } = response
  if (lifetimeMs !== undefined) return { ...response, expiresAt: nowOf(now, date) + lifetimeMs }
  if (expiresAt === undefined || date === undefined || expiresAt <= date)
    return { ...response, expiresAt: undefined }
  const untilThenMs = Math.min(expiresAt - date, MAX_LIFETIME_MS)
  return { ...response, lifetimeMs: untilThenMs, expiresAt: date + untilThenMs }
}

/** A header counts in whole seconds and comes late; what is further off is a clock that is wrong. */
const FAR_OFF_MS = 60_000

function nowOf(now: number, date = now): number {
  return Math.abs(date - now) > FAR_OFF_MS ? date : now
}

/**
 * When a token that arrived `ageMs` ago is refreshed and when it is given up. With L its lifetime and w the refresh
 * window (default L/4, at most L/2):
 *
 * | from | to | what happens |
 * |---|---|---|
 * | arrival | a random instant between 1.6 w and 1.1 w before the end | served |
 * | then | min(30 s, L/10) before the end | served, refreshed behind |
 * | then | | not served: callers wait for a new one |
 *
 * A window shorter than that last part has no effect: the token is given up before the window begins.
 *
 * The instant is random so that replicas that started together do not refresh together. Without a lifetime the token
 * serves until it is rejected, at most `maxAgeMs`.
 */
export function hold(response: TokenResponse, clock: Clock, terms: LifetimeTerms, ageMs = 0): HeldToken {
  const { accessToken, lifetimeMs, expiresAt, scope } = response
  const tokenType = 'Bearer'
  // Not by spreading: a member that a spread brings takes a place too many.
  const plain: AccessToken =
    expiresAt === undefined ? { accessToken, tokenType } : { accessToken, tokenType, expiresAt }
  const token = Object.freeze(scope === undefined ? plain : { ...plain, scope })
  const { refreshAt, usableUntil } = instants(lifetimeMs, clock.monotonic() - ageMs, terms)
  // Whole, for a hundred thousand of them: a fraction is an object of its own. Never after the end: rounded up, a token
  // that is not to be kept would be.
  const end = Math.floor(usableUntil)
  return { token, promise: undefined, refreshAt: Math.min(Math.round(refreshAt), end), usableUntil: end }
}

function instants(
  lifetimeMs: number | undefined,
  arrivedAt: number,
  { refreshWindowMs, maxAgeMs }: LifetimeTerms,
) {
  if (lifetimeMs === undefined) return { refreshAt: arrivedAt + maxAgeMs, usableUntil: arrivedAt + maxAgeMs }
  const window = Math.min(refreshWindowMs ?? lifetimeMs / 4, lifetimeMs / 2)
  const usableUntil = arrivedAt + lifetimeMs - Math.min(MAX_RESERVE_MS, lifetimeMs / 10)
  const refreshAt = arrivedAt + lifetimeMs - window * (1.1 + 0.5 * Math.random())
  return { refreshAt: Math.min(refreshAt, usableUntil), usableUntil }
}
