import { readToken, type TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'
import { failure } from '../token-endpoint-error.ts'
import type { ResponsePlace, TokenOperation } from '../token-operation.ts'
import { placeName } from './place-name.ts'

/** The token of an answer, from where the operation says. @throws {LatchkeyError} `malformed_token_response` */
export function readAnswer(
  { token }: TokenOperation,
  answer: TokenEndpointAnswer,
  request: TokenRequest,
): TokenResponse {
  const at = (place: ResponsePlace | undefined): unknown => {
    if (place === undefined) return undefined
    const name = placeName(place)
    // Node's fetch leaves the blanks behind a header's value, which are none of it.
    if (place.startsWith('$response.header.')) return answer.headers.get(name)?.trim()
    return (Object(answer.body) as Record<string, unknown>)[name]
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
