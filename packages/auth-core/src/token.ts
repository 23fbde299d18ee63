/** A token that is ready to be sent. The only object that shows its secret. */
export interface AccessToken {
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  /**
   * When it expires, in epoch milliseconds, by the token endpoint's clock where that is more than a minute off ours;
   * absent where the provider names no lifetime.
   */
  readonly expiresAt?: number
  /** The scope granted, where the server names it. */
  readonly scope?: string
}

/** What a grant brings home. */
export interface TokenResponse {
  readonly accessToken: string
  /** How long it lives from now, in milliseconds; 0 means: use it for the waiting callers, keep it for nobody. */
  readonly lifetimeMs?: number
  /** When it expires by the issuer's clock, in epoch milliseconds; counted from its `Date` where there is no `lifetimeMs`. */
  readonly expiresAt?: number | undefined
  readonly scope?: string
  readonly refreshToken?: string
}

/** A year; a server that says more is asked again after it. */
export const MAX_LIFETIME_MS = 365 * 86_400_000

/**
 * The members of a token response, checked, in our words.
 * @returns the problem as a string where there is no usable token
 *
 * | what the server sends | what it means |
 * |---|---|
 * | `access_token` missing, not a string, empty, or not printable ASCII | no usable token |
 * | `token_type` absent, or `bearer` in any case | Bearer |
 * | another `token_type` | no usable token: we could not send it |
 * | `expires_in` a number or a numeric string | that many seconds, at most a year; 0 or less: not kept |
 * | `expires_in` absent, or anything else | `exp - iat` of a JWT, or its `exp` and the answer's `Date`; else no lifetime |
 * | `refresh_token` absent, empty or not a string | none: the one we have stays |
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function readToken(members: {
  accessToken: unknown
  tokenType: unknown
  expiresIn: unknown
  refreshToken: unknown
  scope: unknown
}): TokenResponse | string {
  const { accessToken, tokenType, refreshToken, scope } = members
  if (typeof accessToken !== 'string' || accessToken === '') return 'has no access token'
  if (!isSendable(accessToken)) return 'has an access token that no header can carry'
  if (tokenType != null && (typeof tokenType !== 'string' || tokenType.toLowerCase() !== 'bearer')) {
    return 'has a token type other than Bearer'
  }
  const lifetimeMs = lifetimeOf(members.expiresIn)
  return {
    accessToken,
    ...(lifetimeMs === undefined ? lifetimeOfJwt(accessToken) : { lifetimeMs }),
    ...(typeof scope === 'string' ? { scope } : {}),
    ...(typeof refreshToken === 'string' && refreshToken !== '' ? { refreshToken } : {}),
  }
}

/** The same for what is in our words already, from a store or a grant of somebody's own. */
export function readTokenResponse(response: unknown): TokenResponse | string {
  const { accessToken, lifetimeMs, expiresAt, refreshToken, scope } = Object(response) as Record<
    string,
    unknown
  >
  const expiresIn = typeof lifetimeMs === 'number' ? lifetimeMs / 1000 : undefined
  const read = readToken({ accessToken, tokenType: undefined, expiresIn, refreshToken, scope })
  if (typeof read === 'string' || !Number.isFinite(expiresAt)) return read
  return { ...read, expiresAt: expiresAt as number }
}

/** Whether it can be sent as a token: printable ASCII. */
export function isSendable(text: unknown): text is string {
  return typeof text === 'string' && /^[\x21-\x7e]+$/.test(text)
}

function lifetimeOf(seconds: unknown): number | undefined {
  const number = typeof seconds === 'string' && seconds.trim() !== '' ? Number(seconds) : seconds
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined
  return Math.min(Math.max(number * 1000, 0), MAX_LIFETIME_MS)
}

// Read, not verified: the API judges the token, we only plan with it.
function lifetimeOfJwt(token: string): Pick<TokenResponse, 'lifetimeMs' | 'expiresAt'> {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1]
  if (payload === undefined) return {}
  try {
    const { exp, iat } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    if (!Number.isFinite(exp * 1000) || typeof exp !== 'number') return {}
    const lifetimeMs = typeof iat === 'number' ? lifetimeOf(exp - iat) : undefined
    return lifetimeMs === undefined ? { expiresAt: exp * 1000 } : { lifetimeMs }
  } catch {
    return {}
  }
}
