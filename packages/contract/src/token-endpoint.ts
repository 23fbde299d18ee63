import { type Answer, refuseMediaTypes, successAnswer } from './answer.ts'
import { authenticateClient, type SandboxClient } from './client-authentication.ts'
import type { ContractState } from './contract-state.ts'
import type { OperationHandler } from './operation-handler.ts'
import type { Operation } from './operations.ts'
import { type Place, pointerOf, readPlace, writePlace } from './places.ts'
import type { SandboxRequest } from './read-request.ts'
import type { Refusal } from './token-error.ts'
import { grantToken } from './token-grant.ts'
import type { GrantPlaces, TokenOperation } from './token-operation.ts'
import { answerRefusal } from './token-refusal.ts'
import type { IssuedToken } from './token-service.ts'
import type { RequestValidator } from './validate-request.ts'
import type { Violation } from './violation.ts'

type Refused = { readonly refusal: Refusal; readonly violations?: readonly Violation[] }
type Accepted = { readonly client: SandboxClient; readonly grant: GrantPlaces }

/**
 * Answers a token operation. The order: media types, client in the `Authorization` header, grant type, the request as
 * documented, client in the body, user or refresh token, scope.
 */
export function createTokenEndpoint(
  operation: Operation,
  token: TokenOperation,
  state: ContractState,
  validate: RequestValidator,
): OperationHandler {
  return async (request, path, instead) => {
    const unacceptable = refuseMediaTypes(operation, request)
    if (unacceptable !== undefined) return unacceptable
    const accepted = accept(token, state, request, validate(request, path))
    if ('refusal' in accepted) return answerRefusal(operation, accepted.refusal, accepted.violations)
    const other = await instead?.(operation, request, path)
    if (other !== undefined) return other
    const issued = grantToken(token, accepted.grant, accepted.client, state, request)
    if (typeof issued === 'string') return answerRefusal(operation, issued)
    return answerToken(successAnswer(operation, request.headers), token, issued)
  }
}

/** Who asks for which grant, in a request that keeps its document. */
function accept(
  token: TokenOperation,
  state: ContractState,
  request: SandboxRequest,
  violations: readonly Violation[],
): Accepted | Refused {
  const client = authenticateClient(state.clients, token.client, request)
  if (client === undefined && typeof token.client === 'string') return { refusal: 'client_rejected' }
  const grant = grantOf(token, request, violations)
  if ('refusal' in grant) return grant
  const missing = violations.length > 0 ? violations : missingValues(grant, request)
  if (missing.length > 0) return { refusal: 'request_rejected', violations: missing }
  return client === undefined ? { refusal: 'client_rejected' } : { client, grant }
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

/** The documented success with this token's values in their places, and without those that this token has not. */
function answerToken(documented: Answer, { token }: TokenOperation, issued: IssuedToken): Answer {
  const values = [
    [token.accessToken, issued.accessToken],
    [token.expiresIn, (issued.expiresAt - issued.issuedAt) / 1000],
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
