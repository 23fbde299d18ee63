import { type Answer, refuseMediaTypes, successAnswer } from './answer.ts'
import { authenticateClient, type SandboxClient } from './client-authentication.ts'
import type { Operation } from './operations.ts'
import { type Place, pointerOf, readPlace, writePlace } from './places.ts'
import type { SandboxRequest } from './read-request.ts'
import type { PathValues } from './routes.ts'
import type { GrantPlaces, TokenOperation } from './token-operation.ts'
import { answerRefusal, type Refusal } from './token-refusal.ts'
import type { IssuedToken, TokenService } from './token-service.ts'
import type { RequestValidator } from './validate-request.ts'
import type { Violation } from './violation.ts'

/** A user who may log in. */
export interface SandboxUser {
  readonly username: string
  readonly password: string
}

interface TokenEndpointParts {
  readonly clients: readonly SandboxClient[]
  readonly users: readonly SandboxUser[]
  readonly tokens: TokenService
  readonly lifetimeSeconds: number
  readonly validate: RequestValidator
}

type Refused = { readonly refusal: Refusal; readonly violations?: readonly Violation[] }

/**
 * Answers a token operation. The order: media types, client in the `Authorization` header, grant type, the request as
 * documented, client in the body, user or refresh token, scope.
 */
export function createTokenEndpoint(operation: Operation, token: TokenOperation, parts: TokenEndpointParts) {
  return (request: SandboxRequest, path: PathValues): Answer => {
    const unacceptable = refuseMediaTypes(operation, request)
    if (unacceptable !== undefined) return unacceptable
    const result = exchange(token, parts, request, path)
    if ('refusal' in result) return answerRefusal(operation, result.refusal, result.violations)
    return answerToken(successAnswer(operation, request.headers), token, parts.lifetimeSeconds, result)
  }
}

function exchange(
  token: TokenOperation,
  parts: TokenEndpointParts,
  request: SandboxRequest,
  path: PathValues,
): IssuedToken | Refused {
  const client = authenticateClient(parts.clients, token.client, request)
  if (client === undefined && typeof token.client === 'string') return { refusal: 'client_rejected' }
  const violations = parts.validate(request, path)
  const grant = grantOf(token, request, violations)
  if ('refusal' in grant) return grant
  const missing = violations.length > 0 ? violations : missingValues(grant, request)
  if (missing.length > 0) return { refusal: 'request_rejected', violations: missing }
  if (client === undefined) return { refusal: 'client_rejected' }
  return issue(token, grant, client, parts, request)
}

function grantOf(
  token: TokenOperation,
  request: SandboxRequest,
  violations: readonly Violation[],
): GrantPlaces | Refused {
  const grants = [...token.grants]
  const named = grants.find(
    ([name, { grantType }]) => grantType !== undefined && readPlace(grantType, request) === name,
  )
  const grant = named ?? grants.find(([, { grantType }]) => grantType === undefined)
  if (grant !== undefined) return grant[1]
  const places = grants.map(([, { grantType }]) => grantType as Place)
  const sent = places.find((place) => readPlace(place, request) !== undefined)
  if (sent === undefined) {
    const first = violationAt(places[0] as Place, 'required', 'must name a grant type')
    return { refusal: 'request_rejected', violations: violations.length > 0 ? violations : [first] }
  }
  const names = grants.filter(([, { grantType }]) => pointerOf(grantType as Place) === pointerOf(sent))
  const unknown = violationAt(sent, 'enum', `must be ${names.map(([name]) => name).join(' or ')}`)
  return { refusal: 'grant_type_rejected', violations: [unknown] }
}

// What the grant is made of must be there, also where its schema leaves it to the prose.
function missingValues(grant: GrantPlaces, request: SandboxRequest): Violation[] {
  const places = [grant.username, grant.password, grant.refreshToken].filter((place) => place !== undefined)
  const absent = places.filter((place) => readPlace(place, request) === undefined)
  return absent.map((place) => violationAt(place, 'required', 'must be present for this grant'))
}

function violationAt(place: Place, rule: string, message: string): Violation {
  return { pointer: pointerOf(place), rule, message }
}

function issue(
  token: TokenOperation,
  grant: GrantPlaces,
  client: SandboxClient,
  parts: TokenEndpointParts,
  request: SandboxRequest,
): IssuedToken | Refused {
  const username = readPlace(grant.username, request)
  const password = readPlace(grant.password, request)
  const isUser = (user: SandboxUser) => user.username === username && user.password === password
  if (grant.username !== undefined && !parts.users.some(isUser)) return { refusal: 'grant_rejected' }
  const redeemed = readPlace(grant.refreshToken, request)
  const parent = redeemed === undefined ? undefined : parts.tokens.ofRefreshToken(redeemed, client.clientId)
  if (redeemed !== undefined && parent === undefined) return { refusal: 'grant_rejected' }
  const asked = readPlace(grant.scope, request) || undefined
  if (!mayAsk(asked, client.scopes) || !mayAsk(asked, parent && scopesOf(parent.scope)))
    return { refusal: 'scope_rejected' }
  const subject = readPlace(grant.subject, request)
  const holder = {
    clientId: client.clientId,
    ...present({ username, subject, scope: asked }),
    schemes: grant.issues,
  }
  const inherited =
    parent && present({ username: parent.username, subject: parent.subject, scope: parent.scope })
  const refreshable = isRefreshable(token, grant)
  return parts.tokens.issue({ ...inherited, ...holder }, { refreshable, redeemed })
}

function mayAsk(scope: string | undefined, allowed: readonly string[] | undefined): boolean {
  return allowed === undefined || scopesOf(scope).every((one) => allowed.includes(one))
}

function scopesOf(scope = ''): string[] {
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

/** The documented success with this token's values in their places, and without those that this token has not. */
function answerToken(
  documented: Answer,
  { token }: TokenOperation,
  lifetimeSeconds: number,
  issued: IssuedToken,
): Answer {
  const values = [
    [token.accessToken, issued.accessToken],
    [token.expiresIn, lifetimeSeconds],
    [token.refreshToken, issued.refreshToken],
    [token.scope, issued.scope],
  ] as const
  const answer = values.reduce((written, [place, value]) => writePlace(written, place, value), documented)
  return {
    mediaType: 'application/json',
    ...answer,
    headers: { ...answer.headers, 'cache-control': 'no-store' },
  }
}
