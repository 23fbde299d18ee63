import type { NewRecord } from './stores/token-store.ts'
import { readToken, type TokenResponse } from './token.ts'

/** A token as the store had it. */
export interface StoredToken {
  readonly response: TokenResponse
  readonly version: number
  readonly ageMs: number
}

/** A refresh token outlives its access token by an unknown time; the store may forget it after this one. */
const REFRESH_TOKEN_TTL_MS = 90 * 86_400_000
const NO_LIFETIME_TTL_MS = 86_400_000
/** More than any token endpoint's answer becomes. */
const MAX_LENGTH = 2 * 1024 * 1024

/**
 * What the store is given for a token that arrived `ageMs` ago. The value says once more whose it is and which version:
 * a store that mixes up two records is found out.
 */
export function tokenRecord(
  key: string,
  response: TokenResponse,
  { version, ageMs }: { readonly version: number; readonly ageMs: number },
): NewRecord {
  const value = JSON.stringify({ ...response, key, version, ageMs })
  return { value, version, ttlMs: Math.max(ttlOf(response) - ageMs, 1) }
}

function ttlOf({ lifetimeMs, refreshToken }: TokenResponse): number {
  return refreshToken === undefined ? (lifetimeMs ?? NO_LIFETIME_TTL_MS) : REFRESH_TOKEN_TTL_MS
}

/**
 * The token of a record, or undefined where it is no record of this key and version. Whoever can write to the store is
 * not trusted with more than a token endpoint is.
 */
export function readTokenRecord(key: string, record: unknown): StoredToken | undefined {
  try {
    const { value, version, ageMs } = record as Record<string, unknown>
    if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined
    if (!Number.isSafeInteger(version) || !isAge(ageMs)) return undefined
    const members = JSON.parse(value) as Record<string, unknown>
    const { key: itsKey, version: itsVersion, ageMs: ageWhenWritten, lifetimeMs, expiresAt } = members
    if (itsKey !== key || itsVersion !== version || !isAge(ageWhenWritten)) return undefined
    const response = readToken({
      accessToken: members['accessToken'],
      tokenType: undefined,
      expiresIn: typeof lifetimeMs === 'number' ? lifetimeMs / 1000 : undefined,
      refreshToken: members['refreshToken'],
      scope: members['scope'],
    })
    if (typeof response === 'string') return undefined
    const stored = typeof expiresAt === 'number' ? { ...response, expiresAt } : response
    return { response: stored, version: itsVersion as number, ageMs: ageMs + ageWhenWritten }
  } catch {
    return undefined
  }
}

function isAge(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}
