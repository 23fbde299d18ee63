import { randomBytes } from 'node:crypto'
import { checkMembers } from './check-members.ts'
import { SandboxError } from './sandbox-error.ts'

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

/** A spent refresh token was presented again. All that descends from the same grant has been revoked. */
export interface RefreshTokenReuse {
  readonly refreshToken: string
  /** In epoch milliseconds. */
  readonly at: number
  /** Every token of the family, the first one first. */
  readonly revoked: readonly IssuedToken[]
}

export interface TokenService {
  readonly issued: readonly IssuedToken[]
  readonly reuses: readonly RefreshTokenReuse[]
  /**
   * Issues a token; with a refresh token where `refreshable`, which takes the place of the one that was `redeemed`.
   * Without one the redeemed one stays alive.
   */
  issue(
    subject: TokenSubject,
    how: { lifetimeSeconds: number; refreshable: boolean; redeemed?: string | undefined },
  ): IssuedToken
  /** The token that came with a live refresh token of the client. One that was used before revokes its whole family. */
  ofRefreshToken(refreshToken: string, clientId: string): IssuedToken | undefined
  /** The token, unless it is unknown, expired or revoked. */
  valid(accessToken: string): IssuedToken | undefined
  /** @throws {SandboxError} when a member is unknown or wrong */
  revokeAll(including?: { readonly refreshTokens?: boolean }): void
  expireAll(): void
}

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] }

/** A refresh token with every token that descends from the same grant. */
interface Refresh {
  readonly token: IssuedToken
  readonly family: Family
  state: 'live' | 'used' | 'revoked'
}

interface Family {
  readonly tokens: Mutable<IssuedToken>[]
  readonly refreshes: Refresh[]
}

export function createTokenService(clock: { now(): number }): TokenService {
  const issued: Mutable<IssuedToken>[] = []
  const reuses: RefreshTokenReuse[] = []
  const byAccessToken = new Map<string, IssuedToken>()
  const byRefreshToken = new Map<string, Refresh>()

  function revokeFamily(refreshToken: string, { tokens, refreshes }: Family): void {
    for (const token of tokens) token.revoked = true
    for (const refresh of refreshes) refresh.state = 'revoked'
    reuses.push({ refreshToken, at: clock.now(), revoked: tokens })
  }

  return {
    issued,
    reuses,
    issue(subject, { lifetimeSeconds, refreshable, redeemed }) {
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
      const parent = redeemed === undefined ? undefined : byRefreshToken.get(redeemed)
      const family = parent?.family ?? { tokens: [], refreshes: [] }
      family.tokens.push(token)
      if (token.refreshToken === undefined) return token
      if (parent !== undefined) parent.state = 'used'
      const refresh: Refresh = { token, family, state: 'live' }
      family.refreshes.push(refresh)
      byRefreshToken.set(token.refreshToken, refresh)
      return token
    },
    ofRefreshToken(refreshToken, clientId) {
      const refresh = byRefreshToken.get(refreshToken)
      if (refresh === undefined || refresh.token.clientId !== clientId) return undefined
      if (refresh.state === 'used') revokeFamily(refreshToken, refresh.family)
      return refresh.state === 'live' ? refresh.token : undefined
    },
    valid(accessToken) {
      const token = byAccessToken.get(accessToken)
      return token && !token.revoked && clock.now() < token.expiresAt ? token : undefined
    },
    revokeAll(including = {}) {
      checkMembers('revokeAll', including, ['refreshTokens'])
      const { refreshTokens = false } = including
      if (typeof refreshTokens !== 'boolean')
        throw new SandboxError('revokeAll: refreshTokens must be true or false.')
      for (const token of issued) token.revoked = true
      if (refreshTokens) for (const refresh of byRefreshToken.values()) refresh.state = 'revoked'
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
