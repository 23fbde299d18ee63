import { checkChoice } from '../check-options.ts'
import type { TokenOperation } from '../token-operation.ts'

export interface EncodingOptions {
  /** How the client authenticates (RFC 6749 section 2.3.1). @default 'client_secret_basic' */
  readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post'
  /** How the body is written; the RFC knows `form` only. @default 'form' */
  readonly encoding?: 'form' | 'json'
}

const body = <Name extends string>(name: Name) => `$request.body#/${name}` as const
const answer = <Name extends string>(name: Name) => `$response.body#/${name}` as const

const GRANTS = {
  client_credentials: { grantType: body('grant_type'), scope: body('scope') },
  password: {
    grantType: body('grant_type'),
    scope: body('scope'),
    username: body('username'),
    password: body('password'),
  },
  refresh_token: { grantType: body('grant_type'), refreshToken: body('refresh_token') },
} as const

/** The token operation of RFC 6749 sections 4.3, 4.4, 5.1 and 6. @throws {LatchkeyError} `invalid_options` */
export function standardOperation({ clientAuthentication, encoding }: EncodingOptions) {
  checkChoice('clientAuthentication', clientAuthentication, ['client_secret_basic', 'client_secret_post'])
  checkChoice('encoding', encoding, ['form', 'json'])
  return {
    path: '',
    accept: 'application/json',
    contentType: encoding === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
    client:
      clientAuthentication === 'client_secret_post'
        ? { id: body('client_id'), secret: body('client_secret') }
        : 'client_secret_basic',
    grants: GRANTS,
    token: {
      accessToken: answer('access_token'),
      tokenType: answer('token_type'),
      expiresIn: answer('expires_in'),
      refreshToken: answer('refresh_token'),
      scope: answer('scope'),
    },
  } as const satisfies TokenOperation
}
