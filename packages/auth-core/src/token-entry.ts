import type { CoolDown } from './cool-down.ts'
import type { Flight } from './flight.ts'
import type { HeldToken } from './lifetime.ts'
import type { LruEntry } from './lru-map.ts'
import type { AccessToken } from './token.ts'

/** A refusal that holds for a while, and what it was met with. */
interface Refused extends CoolDown {
  readonly error: unknown
  /** With other credentials it says nothing. */
  readonly credentials: string
  /** When the credentials were last asked for. */
  askedAt: number
}

/** What has gone wrong for one subject. */
export interface Setbacks {
  /** The token last found rejected: the store may still hold it. */
  rejected?: string | undefined
  /** When that was, or {@link PERHAPS_TOGETHER}; undefined again once a new token has cured a refused request. */
  rejectedAt?: number | undefined
  /** No token call while this is open. */
  refused?: Refused | undefined
  /** No refresh of a valid token while this is open. */
  backOff?: CoolDown | undefined
  /** A request was refused with a new token too: while this is open the token is not to blame. */
  incurable?: CoolDown | undefined
}

/** All that a token source remembers of one subject; plain data, because there may be a hundred thousand. */
export interface TokenEntry extends LruEntry {
  readonly subject: string | undefined
  held: HeldToken | undefined
  refreshToken: string | undefined
  /** How many tokens this key has had, as far as this process knows. */
  version: number
  /** Whether that is the store's count: not where our newest token was got while the store was away. */
  isCounted: boolean
  /** When the token call for our newest token began, or when the one that we adopted arrived, in whole milliseconds. */
  gotAt: number | undefined
  flight: Flight<AccessToken> | undefined
  /** None for almost everybody, who then pay nothing for them. */
  setbacks: Setbacks | undefined
}

/**
 * In place of the instant: the token at hand was there before the last one was refused. Both may have been
 * revoked together, which says nothing of a new one.
 */
export const PERHAPS_TOGETHER = Number.NEGATIVE_INFINITY

export function newTokenEntry(subject: string | undefined): TokenEntry {
  return {
    older: undefined,
    newer: undefined,
    subject,
    held: undefined,
    refreshToken: undefined,
    version: 0,
    isCounted: true,
    gotAt: undefined,
    flight: undefined,
    setbacks: undefined,
  }
}

/** The entry's setbacks, to write one down. */
export function setbacksOf(entry: TokenEntry): Setbacks {
  entry.setbacks ??= {}
  return entry.setbacks
}
