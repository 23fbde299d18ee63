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
export type GogoxPaths = Omit<paths, TokenPath>

export interface GogoxCredentials {
  readonly clientId: string
  readonly clientSecret: Secret
  /** @default the documented path below `baseUrl` */
  readonly tokenUrl?: string | undefined
}

export type GogoxOptions = ProviderOptions &
  WithCredentials<GogoxCredentials> & {
    /** The host of your region: the pages write it as a placeholder. */
    readonly baseUrl: string
  }

export type GogoxClient<Paths extends {} = GogoxPaths> = ProviderClient<Paths>

/**
 * A client of the GOGOX API.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://sg-docs.gogox.com/docs/authentication-1
 */
export function createGogoxClient<Paths extends {} = GogoxPaths>(options: GogoxOptions): GogoxClient<Paths> {
  const { createToken } = api.tokenOperations
  return createProvider<Paths>(options, {
    name: 'createGogoxClient',
    credentials: ['clientId', 'clientSecret', 'tokenUrl'],
    baseUrl: () => options.baseUrl,
    accept: api.accept,
    grant(common) {
      const { clientId, clientSecret, tokenUrl } = options as GogoxCredentials
      return operationGrant(createToken, 'client_credentials', {
        ...common,
        clientId,
        clientSecret,
        tokenUrl: tokenUrl ?? tokenUrlBelow(options.baseUrl, createToken),
      })
    },
  })()
}
