import { randomBytes } from 'node:crypto'

/** A token that the sandbox has issued, as it stands now. */
export interface IssuedToken {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly clientId: string
  readonly username?: string
  /** Whom the token is for, where the request named somebody without proving it. */
  readonly subject?: string
  readonly scope?: string
  /** The security schemes that it satisfies, each as `<document id>#<scheme>`. */
  readonly schemes: readonly string[]
  /** In epoch milliseconds. */
  readonly issuedAt: number
  /** In epoch milliseconds. */
  readonly expiresAt: number
  readonly revoked: boolean
}

/** Whom a token is for and what it opens. */
type TokenSubject = Pick<IssuedToken, 'clientId' | 'username' | 'subject' | 'scope' | 'schemes'>

export interface TokenService {
  readonly issued: readonly IssuedToken[]
  /** Issues a token; with a refresh token where `refreshable`, which takes the place of the one that was `redeemed`. */
  issue(subject: TokenSubject, how: { refreshable: boolean; redeemed?: string | undefined }): IssuedToken
  /** The token that came with a live refresh token of the client. One that was used before revokes its whole family. */
  ofRefreshToken(refreshToken: string, clientId: string): IssuedToken | undefined
  /** The token, unless it is unknown, expired or revoked. */
  valid(accessToken: string): IssuedToken | undefined
  revokeAll(including: { refreshTokens: boolean }): void
  expireAll(): void
}

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] }

/** A refresh token with every token that descends from the same grant. */
interface Refresh {
  readonly token: IssuedToken
  readonly family: Mutable<IssuedToken>[]
  state: 'live' | 'used' | 'revoked'
}

export function createTokenService(clock: { now(): number }, lifetimeSeconds: number): TokenService {
  const issued: Mutable<IssuedToken>[] = []
  const byAccessToken = new Map<string, IssuedToken>()
  const refreshes = new Map<string, Refresh>()

  function revokeFamily(family: Refresh['family']): void {
    for (const token of family) token.revoked = true
    for (const refresh of refreshes.values()) if (refresh.family === family) refresh.state = 'revoked'
  }

  return {
    issued,
    issue(subject, { refreshable, redeemed }) {
      const issuedAt = clock.now()
      const token: Mutable<IssuedToken> = {
        ...subject,
        accessToken: unguessable(),
        ...(refreshable && { refreshToken: unguessable() }),
        issuedAt,
        expiresAt: issuedAt + lifetimeSeconds * 1000,
        revoked: false,
      }
      issued.push(token)
      byAccessToken.set(token.accessToken, token)
      const parent = redeemed === undefined ? undefined : refreshes.get(redeemed)
      if (token.refreshToken === undefined) return token
      if (parent !== undefined) parent.state = 'used'
      const family = parent?.family ?? []
      family.push(token)
      refreshes.set(token.refreshToken, { token, family, state: 'live' })
      return token
    },
    ofRefreshToken(refreshToken, clientId) {
      const refresh = refreshes.get(refreshToken)
      if (refresh === undefined || refresh.token.clientId !== clientId) return undefined
      if (refresh.state === 'used') revokeFamily(refresh.family)
      return refresh.state === 'live' ? refresh.token : undefined
    },
    valid(accessToken) {
      const token = byAccessToken.get(accessToken)
      return token && !token.revoked && clock.now() < token.expiresAt ? token : undefined
    },
    revokeAll({ refreshTokens }) {
      for (const token of issued) token.revoked = true
      if (refreshTokens) for (const refresh of refreshes.values()) refresh.state = 'revoked'
    },
    expireAll() {
      const now = clock.now()
      for (const token of issued) token.expiresAt = Math.min(token.expiresAt, now)
    },
  }
}

// The alphabet of base64url is safe in headers, URLs and forms.
function unguessable(): string {
  return randomBytes(32).toString('base64url')
}
