import { operationGrant, type Secret } from '@latchkey/auth-core'
import {
  createProvider,
  type ProviderClient,
  type ProviderOptions,
  tokenUrlBelow,
  type WithCredentials,
} from '@latchkey/auth-core/openapi'
import type { paths } from './generated/openapi.ts'
import { api, type TokenPath } from './generated/token-operations.ts'

/** The API's operations; the token operation is the client's own business. */
export type GenuinPaths = Omit<paths, TokenPath>

export interface GenuinCredentials {
  readonly apiKey: string
  readonly apiSecret: Secret
  /** @default the documented path below `baseUrl` */
  readonly tokenUrl?: string | undefined
}

export type GenuinOptions = ProviderOptions &
  WithCredentials<GenuinCredentials> & {
    /** The host that Genuin gave you: no page of theirs names one. */
    readonly baseUrl: string
  }

export type GenuinClient<Paths extends {} = GenuinPaths> = ProviderClient<Paths>

/**
 * A client of the Genuin API.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://begenuin.com/developers/developer-resources/api/generate-access-token-using-authentication-api
 */
export function createGenuinClient<Paths extends {} = GenuinPaths>(
  options: GenuinOptions,
): GenuinClient<Paths> {
  const { authenticate } = api.tokenOperations
  return createProvider<Paths>(options, {
    name: 'createGenuinClient',
    credentials: ['apiKey', 'apiSecret', 'tokenUrl'],
    baseUrl: () => options.baseUrl,
    accept: api.accept,
    grant(common) {
      const { apiKey, apiSecret, tokenUrl } = options as GenuinCredentials
      return operationGrant(authenticate, 'api_key', {
        ...common,
        clientId: apiKey,
        clientSecret: apiSecret,
        tokenUrl: tokenUrl ?? tokenUrlBelow(options.baseUrl, authenticate),
      })
    },
  })()
}
