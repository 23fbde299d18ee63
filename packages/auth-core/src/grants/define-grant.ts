import { checkKnown, invalidOption } from '../check-options.ts'
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
}

/**
 * A grant of one's own, for a token endpoint that no ready grant describes.
 * @throws {LatchkeyError} `invalid_options`
 */
export function defineGrant(definition: GrantDefinition): Grant {
  checkKnown('defineGrant', definition, ['identity', 'request', 'read'])
  const { identity, request, read } = definition
  if (typeof request !== 'function') throw invalidOption('request', 'must be a function')
  if (typeof read !== 'function') throw invalidOption('read', 'must be a function')
  return {
    identity: () => (typeof identity === 'function' ? identity() : identity),
    async requestToken(context) {
      const tokenRequest = await request(context)
      return read(await context.exchange(tokenRequest), tokenRequest)
    },
  }
}
