import { operationGrant, type Secret } from '@latchkey/auth-core'
import {
  chooseServer,
  createProvider,
  type ProviderClient,
  type ProviderOptions,
  type WithCredentials,
} from '@latchkey/auth-core/openapi'
import type { paths } from './generated/openapi.ts'
import { api, type TokenPath } from './generated/token-operations.ts'

/** The API's operations; the token operation is the client's own business. */
export type GbgPaths = Omit<paths, TokenPath>

export interface GbgCredentials {
  readonly clientId: string
  readonly clientSecret: Secret
  /** A user, for tenants that still use the password grant. @default none: client_credentials */
  readonly user?: { readonly username: string; readonly password: Secret } | undefined
  /** The scope of the token. @default 'gbg.token' for client_credentials, none beside `user` */
  readonly scope?: string | readonly string[] | undefined
  /** @default the documented token endpoint, which serves all regions */
  readonly tokenUrl?: string | undefined
}

/** Where a tenant lives. */
export type GbgRegion = keyof typeof api.servers

export type GbgOptions = ProviderOptions &
  WithCredentials<GbgCredentials> &
  ({ readonly region: GbgRegion } | { readonly baseUrl: string; readonly region?: GbgRegion | undefined })

export type GbgClient<Paths extends {} = GbgPaths> = ProviderClient<Paths>

/**
 * A client of the GBG GO API (v2).
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://docs.go.gbgplc.com/docs/go-v2/developer-integration/execute-customer-journeys/authenticate
 */
export function createGbgClient<Paths extends {} = GbgPaths>(options: GbgOptions): GbgClient<Paths> {
  const { createToken } = api.tokenOperations
  return createProvider<Paths>(options, {
    name: 'createGbgClient',
    credentials: ['clientId', 'clientSecret', 'user', 'scope', 'tokenUrl'],
    members: { user: [['username', 'password']] },
    options: ['region'],
    baseUrl: () => chooseServer(api.servers, 'region', options.region, options.baseUrl),
    accept: api.accept,
    grant(common) {
      const { clientId, clientSecret, user, scope, tokenUrl } = options as GbgCredentials
      const client = { ...common, clientId, clientSecret, tokenUrl: tokenUrl ?? createToken.url }
      return user === undefined
        ? operationGrant(createToken, 'client_credentials', { ...client, scope: scope ?? 'gbg.token' })
        : operationGrant(createToken, 'password', {
            ...client,
            username: user.username,
            password: user.password,
            scope,
          })
    },
  })()
}
