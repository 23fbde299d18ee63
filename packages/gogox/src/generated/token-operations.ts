// Generated from specs/gogox.yaml by `pnpm generate`. Do not edit.

import type { TokenOperationOf } from '@latchkey/auth-core'
import type { operations } from './openapi.ts'

const createToken = {
  path: '/oauth/token',
  accept: 'application/json',
  contentType: 'application/json',
  client: { id: '$request.body#/client_id', secret: '$request.body#/client_secret' },
  grants: { client_credentials: { grantType: '$request.body#/grant_type' } },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
  },
} as const satisfies TokenOperationOf<operations['createToken']>

/** What the document says of its servers, the media types of its answers and its token operations. */
export const api = {
  servers: {},
  accept: 'application/json',
  tokenOperations: { createToken },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type TokenPath = '/oauth/token'
