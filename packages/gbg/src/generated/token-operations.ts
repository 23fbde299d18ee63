// Generated from specs/gbg.yaml by `pnpm generate`. Do not edit.

import type { TokenOperationOf } from '@latchkey/auth-core'
import type { operations } from './openapi.ts'

const createToken = {
  url: 'https://api.auth.gbgplc.com/as/token.oauth2',
  path: '/as/token.oauth2',
  accept: 'application/json',
  contentType: 'application/x-www-form-urlencoded',
  client: { id: '$request.body#/client_id', secret: '$request.body#/client_secret' },
  grants: {
    client_credentials: { grantType: '$request.body#/grant_type', scope: '$request.body#/scope' },
    password: {
      grantType: '$request.body#/grant_type',
      scope: '$request.body#/scope',
      username: '$request.body#/username',
      password: '$request.body#/password',
    },
  },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
  },
} as const satisfies TokenOperationOf<operations['createToken']>

/** What the document says of its servers, the media types of its answers and its token operations. */
export const api = {
  servers: {
    eu: 'https://eu.platform.go.gbgplc.com/v2/captain',
    us: 'https://us.platform.go.gbgplc.com/v2/captain',
    au: 'https://au.platform.go.gbgplc.com/v2/captain',
  },
  accept: 'application/json',
  tokenOperations: { createToken },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type TokenPath = '/as/token.oauth2'
