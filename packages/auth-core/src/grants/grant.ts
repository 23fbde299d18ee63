import type { Secret } from '../secret.ts'
import type { TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'

/** What a grant is given for one token call. */
export interface GrantContext {
  /** Whom the token is for, where one source serves several. */
  readonly subject?: string
  /** The refresh token that the source holds. */
  readonly refreshToken?: string
  /** The store that says who may spend a refresh token does not answer: spend none. @default false */
  readonly storeIsAway?: boolean
  /** To be called where it was refused for good: it is not given again. */
  forgetRefreshToken?(): void
  /** The credential; a function is asked once for each token call. */
  resolve(option: string, secret: Secret): Promise<string>
  /** One token call, with retries inside the source's budget. @throws {LatchkeyError} */
  exchange(request: TokenRequest): Promise<TokenEndpointAnswer>
}

/** A way to get a token. */
export interface Grant {
  /** Everything that makes its tokens differ from those of another grant; a rotating refresh token is not part of it. */
  identity(): readonly (Secret | undefined)[]
  /** What else is worth a new try where it has changed after a refusal. */
  credentials?(): readonly Secret[]
  /** Whether `requestToken` trades refresh tokens in: one that rotates may be spent by one process only. @default false */
  readonly spendsRefreshTokens?: boolean
  requestToken(context: GrantContext): Promise<TokenResponse>
  /** Trades a refresh token in, where the token endpoint knows how. */
  refresh?(refreshToken: string, context: GrantContext): Promise<TokenResponse>
}
