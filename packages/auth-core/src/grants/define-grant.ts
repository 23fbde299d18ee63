import { checkFlag, checkFunction, checkKnown, checkUrl, invalidOption } from '../check-options.ts'
import { isLatchkeyError, type LatchkeyError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { readTokenResponse, type TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'
import { failure } from '../token-endpoint-error.ts'
import type { Grant, GrantContext } from './grant.ts'

export interface GrantDefinition {
  /** Everything that changes the token: token URL, client, credentials, scope, further parameters. */
  readonly identity: readonly (Secret | undefined)[] | (() => readonly (Secret | undefined)[])
  /** Writes the token request; `context.resolve` yields a credential. */
  request(context: GrantContext): TokenRequest | Promise<TokenRequest>
  /** Reads the token from a success. What it returns is checked, and what it throws becomes `malformed_token_response`. */
  read(answer: TokenEndpointAnswer, request: TokenRequest): TokenResponse
  /** Allows a token request by plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean | undefined
}

/**
 * A grant of one's own, for a token endpoint that no ready grant describes.
 * @throws {LatchkeyError} `invalid_options`; its token call `insecure_url` too
 */
export function defineGrant(definition: GrantDefinition): Grant {
  checkKnown('defineGrant', definition, ['identity', 'request', 'read', 'allowInsecureHttp'])
  const { identity, request, read, allowInsecureHttp } = definition
  if (!Array.isArray(identity) && typeof identity !== 'function')
    throw invalidOption('identity', 'must be an array, or a function that returns one')
  checkFlag('allowInsecureHttp', allowInsecureHttp)
  checkFunction('request', request)
  checkFunction('read', read)
  return {
    identity: typeof identity === 'function' ? identity : () => identity,
    async requestToken(context) {
      const tokenRequest = await request(context)
      checkUrl('url', tokenRequest.url, allowInsecureHttp)
      const answer = await context.exchange(tokenRequest)
      const response = readTokenResponse(readAs(read, answer, tokenRequest))
      if (typeof response !== 'string') return response
      throw malformed(tokenRequest, answer, response)
    },
  }
}

// Whoever writes a grant knows the answers that are documented, and meets the others all the same.
function readAs(read: GrantDefinition['read'], answer: TokenEndpointAnswer, request: TokenRequest): unknown {
  try {
    return read(answer, request)
  } catch (error) {
    if (isLatchkeyError(error)) throw error
    const name = error instanceof Error ? error.name : typeof error
    throw malformed(request, answer, `has an answer that this grant cannot read (${name})`)
  }
}

function malformed(request: TokenRequest, { status }: TokenEndpointAnswer, problem: string): LatchkeyError {
  return failure('malformed_token_response', request, { status }, problem)
}
