import type { NewRecord } from './stores/token-store.ts'
import { readTokenResponse, type TokenResponse } from './token.ts'

/** A token as the store had it. */
export interface StoredToken {
  /** Undefined where it cannot be read. */
  readonly response: TokenResponse | undefined
  readonly version: number
  readonly ageMs: number
}

/** A refresh token outlives its access token by an unknown time; the store may forget it after this one. */
const REFRESH_TOKEN_TTL_MS = 90 * 86_400_000
const NO_LIFETIME_TTL_MS = 86_400_000
/** Beyond, there would be no room for newer ones. */
const MAX_VERSION = 2 ** 50
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
    const { key: itsKey, version: itsVersion, ageMs: ageWhenWritten } = members
    if (itsKey !== key || itsVersion !== version || !isAge(ageWhenWritten)) return undefined
    const response = readTokenResponse(members)
    if (typeof response === 'string') return undefined
    return { response, version: itsVersion as number, ageMs: ageMs + ageWhenWritten }
  } catch {
    return undefined
  }
}

/** The version of a record that cannot be read, so that a newer one can take its place; 0 where it names none. */
export function versionOf(record: unknown): number {
  try {
    const { version } = Object(record) as { version?: unknown }
    return Number.isSafeInteger(version) && (version as number) < MAX_VERSION ? (version as number) : 0
  } catch {
    return 0
  }
}

function isAge(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0
}
