import type { Secret } from '../secret.ts'
import type { ClientOptions, GrantValues } from './client-options.ts'
import type { Grant } from './grant.ts'
import { operationGrant } from './operation-grant.ts'
import { type EncodingOptions, standardOperation } from './standard-operation.ts'

export interface PasswordOptions extends ClientOptions, EncodingOptions, Pick<GrantValues, 'scope'> {
  readonly username: string
  readonly password: Secret
}

/**
 * A user's token for the user's name and password. RFC 9700 forbids new uses of this grant; some providers have no other.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
export function password(options: PasswordOptions): Grant {
  const { clientAuthentication, encoding, ...rest } = options
  return operationGrant(standardOperation(options), 'password', rest)
}
