import { checkFunction, checkKnown, checkUrl, invalidOption } from '../check-options.ts'
import type { Secret } from '../secret.ts'
import type { TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'
import type { Grant, GrantContext } from './grant.ts'

export interface GrantDefinition {
  /** Everything that changes the token: token URL, client, credentials, scope, further parameters. */
  readonly identity: readonly (Secret | undefined)[] | (() => readonly (Secret | undefined)[])
  /** Writes the token request; `context.resolve` yields a credential. */
  request(context: GrantContext): TokenRequest | Promise<TokenRequest>
  /** Reads the token from a success; throw a LatchkeyError `malformed_token_response` where there is none. */
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
  checkFunction('request', request)
  checkFunction('read', read)
  return {
    identity: typeof identity === 'function' ? identity : () => identity,
    async requestToken(context) {
      const tokenRequest = await request(context)
      checkUrl('url', tokenRequest.url, allowInsecureHttp)
      return read(await context.exchange(tokenRequest), tokenRequest)
    },
  }
}
