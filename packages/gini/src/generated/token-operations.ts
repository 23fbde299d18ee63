// Generated from specs/gini.pay-api.yaml and specs/gini.user-center.yaml by `pnpm generate`. Do not edit.

import type { TokenOperationOf } from '@latchkey/auth-core'
import type { operations as PayApiOperations } from './pay-api.openapi.ts'
import type { operations as UserCenterOperations } from './user-center.openapi.ts'

const payApiLogin = {
  url: 'https://pay-api.gini.net/login',
  path: '/login',
  accept: 'application/vnd.gini.v1+json',
  client: 'basic',
  grants: { login: { subject: '$request.header.X-User-Identifier' } },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
  },
  errors: { '400': 'grant_rejected', '401': 'client_rejected', '503': 'transient' },
} as const satisfies TokenOperationOf<PayApiOperations['login']>

/** What the document says of its servers, the media types of its answers and its token operations. */
export const payApi = {
  servers: { production: 'https://pay-api.gini.net' },
  accept: 'application/vnd.gini.v1+json',
  tokenOperations: { login: payApiLogin },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type PayApiTokenPath = '/login'

const userCenterCreateToken = {
  url: 'https://user.gini.net/oauth/token',
  path: '/oauth/token',
  accept: 'application/json',
  contentType: 'application/x-www-form-urlencoded',
  client: 'basic',
  grants: {
    client_credentials: { grantType: '$request.query.grant_type' },
    password: {
      grantType: '$request.query.grant_type',
      username: '$request.body#/username',
      password: '$request.body#/password',
    },
    refresh_token: { grantType: '$request.body#/grant_type', refreshToken: '$request.body#/refresh_token' },
  },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
    refreshToken: '$response.body#/refresh_token',
    scope: '$response.body#/scope',
  },
  errors: { '401': 'client_rejected' },
} as const satisfies TokenOperationOf<UserCenterOperations['createToken']>

/** What the document says of its servers, the media types of its answers and its token operations. */
export const userCenter = {
  servers: { production: 'https://user.gini.net' },
  accept: 'application/json',
  tokenOperations: { createToken: userCenterCreateToken },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type UserCenterTokenPath = '/oauth/token'
