import type { SandboxClient } from './client-authentication.ts'
import type { ContractState } from './contract-state.ts'
import { readPlace } from './places.ts'
import type { SandboxRequest } from './read-request.ts'
import type { Refusal } from './token-error.ts'
import type { GrantPlaces, TokenOperation } from './token-operation.ts'
import type { IssuedToken } from './token-service.ts'

/** A token for what the client asks, or why it gets none. The request has been validated. */
export function grantToken(
  token: TokenOperation,
  grant: GrantPlaces,
  client: SandboxClient,
  state: ContractState,
  request: SandboxRequest,
): IssuedToken | Refusal {
  const username = readPlace(grant.username, request)
  const subject = readPlace(grant.subject, request)
  if (grant.username !== undefined && !mayLogIn(state.users, username, readPlace(grant.password, request)))
    return 'grant_rejected'
  if (subject !== undefined && !mayBeNamed(state.users, subject)) return 'grant_rejected'
  const redeemed = readPlace(grant.refreshToken, request)
  const parent = redeemed === undefined ? undefined : state.tokens.ofRefreshToken(redeemed, client.clientId)
  if (redeemed !== undefined && (parent === undefined || (subject ?? parent.subject) !== parent.subject))
    return 'grant_rejected'
  const asked = readPlace(grant.scope, request) || undefined
  if (!mayAsk(asked, client.scopes) || !mayAsk(asked, parent && scopesOf(parent.scope)))
    return 'scope_rejected'
  // RFC 6749 section 3.3: a client that asks for no scope gets what is set for it.
  const scope = asked ?? (parent ? parent.scope : client.scopes?.join(' ') || undefined)
  const holder = {
    clientId: client.clientId,
    ...present({ username: username ?? parent?.username, subject: subject ?? parent?.subject, scope }),
    schemes: grant.issues,
  }
  return state.tokens.issue(holder, {
    lifetimeSeconds: client.tokenLifetimeSeconds ?? state.tokenLifetimeSeconds,
    refreshable: isRefreshable(token, grant) && (redeemed === undefined || state.rotateRefreshTokens),
    redeemed,
  })
}

function mayLogIn(users: ContractState['users'], username?: string, password?: string): boolean {
  if (users === undefined) return Boolean(username && password)
  return users.some((user) => 'username' in user && user.username === username && user.password === password)
}

/** Anybody, as long as nobody is listed by an identifier: many a server makes a user of whoever is named. */
function mayBeNamed(users: ContractState['users'] = [], subject: string): boolean {
  const identifiers = users.flatMap((user) => ('identifier' in user ? [user.identifier] : []))
  return identifiers.length === 0 || identifiers.includes(subject)
}

function mayAsk(scope: string | undefined, allowed: readonly string[] | undefined): boolean {
  return allowed === undefined || scopesOf(scope).every((one) => allowed.includes(one))
}

/** The scopes of a list separated by spaces (RFC 6749 section 3.3). */
export function scopesOf(scope = ''): string[] {
  return scope.split(' ').filter((one) => one !== '')
}

function present<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
}

/** RFC 6749 section 4.4.3: client credentials get no refresh token. */
function isRefreshable(token: TokenOperation, grant: GrantPlaces): boolean {
  const canRefresh = [...token.grants.values()].some(({ refreshToken }) => refreshToken !== undefined)
  return (
    canRefresh && token.token.refreshToken !== undefined && token.grants.get('client_credentials') !== grant
  )
}
