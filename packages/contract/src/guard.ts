import { type Answer, documentedAnswer, jsonAnswer } from './answer.ts'
import { authenticateClient } from './client-authentication.ts'
import type { ContractState } from './contract-state.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import { type RequiredScheme, securityOf } from './security.ts'
import { scopesOf } from './token-grant.ts'
import { withChallenge } from './token-refusal.ts'
import type { IssuedToken } from './token-service.ts'

/** Lets a request in, or refuses it because it satisfies none of the operation's security requirements. */
export type Guard = (request: SandboxRequest) => { readonly refused?: Answer; readonly token?: IssuedToken }

export function createGuard(operation: Operation, state: ContractState): Guard {
  const alternatives = securityOf(operation)
  return (request) => {
    const token = state.tokens.valid(bearerToken(request) ?? '')
    const isProved = ({ kind, name }: RequiredScheme) =>
      kind === 'bearer'
        ? token?.schemes.includes(name) === true
        : authenticateClient(state.clients, 'basic', request) !== undefined
    const proved = alternatives.filter((schemes) => schemes.every(isProved))
    const opening = proved.find((schemes) => scopesMissing(schemes, token).length === 0) ?? proved[0]
    if (opening === undefined)
      return alternatives.length === 0 ? {} : { refused: refuseCredentials(operation, alternatives, request) }
    return {
      ...(token && opening.some(({ kind }) => kind === 'bearer') && { token }),
      ...(scopesMissing(opening, token).length > 0 && { refused: refuseScope(operation, opening) }),
    }
  }
}

function refuseCredentials(
  operation: Operation,
  alternatives: readonly RequiredScheme[][],
  request: SandboxRequest,
): Answer {
  const isBearer = alternatives.flat().some(({ kind }) => kind === 'bearer')
  const sent = isBearer ? bearerToken(request) : request.headers['authorization']
  // RFC 6750 section 3.1: no error code for a request that carries no token.
  const challenge = !isBearer ? 'Basic' : sent === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
  const answer = documentedAnswer(operation, 401) ?? jsonAnswer(401, { error: 'unauthorized' })
  const challenged = withChallenge(answer, challenge)
  return sent === undefined ? challenged : { ...challenged, wrongCredentials: true }
}

// RFC 6750 section 3.1 asks for 403; where only 401 is documented, a client knows no other.
function refuseScope(operation: Operation, schemes: readonly RequiredScheme[]): Answer {
  const scope = schemes.flatMap(({ scopes }) => scopes).join(' ')
  const answer =
    documentedAnswer(operation, 403) ??
    documentedAnswer(operation, 401) ??
    jsonAnswer(403, { error: 'insufficient_scope' })
  return withChallenge(answer, `Bearer error="insufficient_scope", scope="${scope}"`)
}

function scopesMissing(schemes: readonly RequiredScheme[], token: IssuedToken | undefined): string[] {
  const granted = scopesOf(token?.scope)
  return schemes.flatMap(({ scopes }) => scopes).filter((scope) => !granted.includes(scope))
}

function bearerToken(request: SandboxRequest): string | undefined {
  const { authorization = '' } = request.headers
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1]
}
