import type { ClientOptions, GrantValues } from './client-options.ts'
import type { Grant } from './grant.ts'
import { operationGrant } from './operation-grant.ts'
import { type EncodingOptions, standardOperation } from './standard-operation.ts'

export interface ClientCredentialsOptions
  extends ClientOptions,
    EncodingOptions,
    Pick<GrantValues, 'scope'> {}

/**
 * The client's own token.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export function clientCredentials(options: ClientCredentialsOptions): Grant {
  const { clientAuthentication, encoding, ...rest } = options
  return operationGrant(standardOperation(options), 'client_credentials', rest)
}
