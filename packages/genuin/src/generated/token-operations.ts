// Generated from specs/genuin.yaml by `pnpm generate`. Do not edit.

import type { TokenOperationOf } from '@latchkey/auth-core'
import type { operations } from './openapi.ts'

const authenticate = {
  path: '/api/thirdparty/auth',
  accept: 'application/json',
  contentType: 'application/json',
  client: { id: '$request.body#/api_key', secret: '$request.body#/api_secret' },
  grants: { api_key: {} },
  token: { accessToken: '$response.header.gn-access-token' },
  errors: { '400': 'transient', '404': 'client_rejected', '412': 'client_rejected' },
} as const satisfies TokenOperationOf<operations['authenticate']>

/** What the document says of its servers, the media types of its answers and its token operations. */
export const api = {
  servers: {},
  accept: 'application/json',
  tokenOperations: { authenticate },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type TokenPath = '/api/thirdparty/auth'
