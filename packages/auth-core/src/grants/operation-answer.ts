import { readToken, type TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'
import { failure } from '../token-endpoint-error.ts'
import type { TokenOperation } from '../token-operation.ts'

/** The token of an answer, from where the operation says. @throws {LatchkeyError} `malformed_token_response` */
export function readAnswer(
  { token }: TokenOperation,
  answer: TokenEndpointAnswer,
  request: TokenRequest,
): TokenResponse {
  const at = (place: string | undefined): unknown => {
    const [, where, name = ''] = /^\$response\.(\w+)[.#]\/?(.+)$/.exec(place ?? '') ?? []
    if (where === 'header') return answer.headers.get(name) ?? undefined
    const { body } = answer
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  }
  const read = readToken({
    accessToken: at(token.accessToken),
    tokenType: at(token.tokenType),
    expiresIn: at(token.expiresIn),
    refreshToken: at(token.refreshToken),
    scope: at(token.scope),
  })
  if (typeof read !== 'string') return read
  throw failure('malformed_token_response', request, { status: answer.status }, read)
}
