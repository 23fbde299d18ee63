/**
 * What went wrong, and what to do about it.
 *
 * | code | meaning | what to do |
 * |---|---|---|
 * | `invalid_options` | an option is missing, unknown or unusable | correct the option that the message names |
 * | `insecure_url` | plain http outside loopback | use https, or `allowInsecureHttp: true` where you know why |
 * | `browser_forbidden` | a secret in a browser | call the API from your back end |
 * | `origin_not_allowed` | a request (or redirect) to an undeclared origin; nothing was sent there | correct the URL, or declare the origin |
 * | `client_rejected` | the token endpoint refused the client or its secret | correct the credentials |
 * | `grant_rejected` | it refused the user, password, scope, grant type or request | correct what `error.response` names |
 * | `login_required` | the refresh token is spent and there is no other grant | let the user sign in again |
 * | `token_endpoint_unavailable` | no usable answer within the budget | try later, after `retryAfterMs` if set |
 * | `token_endpoint_redirect` | the token endpoint redirects; credentials are not sent on | correct the token URL |
 * | `malformed_token_response` | a success without a usable token | report it to the provider |
 * | `api_unreachable` | the API call got no answer (typed client) | try again if the call may be repeated |
 * | `malformed_response` | the API's answer cannot be parsed (typed client) | report it to the provider |
 * | `store_unavailable` | a refresh token may be spent only with the store, which is away | bring the store back |
 */
export type LatchkeyErrorCode =
  | 'invalid_options'
  | 'insecure_url'
  | 'browser_forbidden'
  | 'origin_not_allowed'
  | 'client_rejected'
  | 'grant_rejected'
  | 'login_required'
  | 'token_endpoint_unavailable'
  | 'token_endpoint_redirect'
  | 'malformed_token_response'
  | 'api_unreachable'
  | 'malformed_response'
  | 'store_unavailable'

/** What a server said, apart from our own words: at most 500 characters each, with known secrets masked. */
export interface ErrorResponse {
  readonly status: number
  readonly code?: string
  readonly message?: string
  /** `error` of RFC 6749 section 5.2. */
  readonly error?: string
  readonly errorDescription?: string
  readonly errorUri?: string
}

export interface LatchkeyErrorDetails {
  readonly response?: ErrorResponse | undefined
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** Every error that Latchkey makes. Its message names the place and what to do, never a value from a body. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  readonly code: LatchkeyErrorCode
  /** What the server said, where one answered. */
  declare readonly response?: ErrorResponse
  /** How long the server asks us to wait, in milliseconds from its answer, where it says so. */
  declare readonly retryAfterMs?: number

  constructor(code: LatchkeyErrorCode, message: string, details: LatchkeyErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.response !== undefined) this.response = details.response
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
    Object.defineProperty(this, brand, { value: true })
  }
}

// A registered symbol, so that the errors of two copies of this package in one tree know each other.
const brand: unique symbol = Symbol.for('latchkey.error') as never

/** Whether `value` is a {@link LatchkeyError}, also one of another copy of this package. */
export function isLatchkeyError(value: unknown): value is LatchkeyError {
  return typeof value === 'object' && value !== null && brand in value
}
