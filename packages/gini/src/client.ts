import { operationGrant, refreshToken, type Secret } from '@latchkey/auth-core'
import {
  createProvider,
  type ProviderClient,
  type ProviderOptions,
  tokenUrlBelow,
  type WithCredentials,
} from '@latchkey/auth-core/openapi'
import type { paths } from './generated/pay-api.openapi.ts'
import { type PayApiTokenPath, payApi, userCenter } from './generated/token-operations.ts'

/** The Pay API's operations; the token operation is the client's own business. */
export type GiniPaths = Omit<paths, PayApiTokenPath>

/** A derived user, created on first use and unique for your client: usually a stable hash of your own user's id. */
export interface GiniDerivedUser {
  readonly identifier: string
  readonly username?: undefined
  readonly password?: undefined
}

/** A user of the User Center. */
export interface GiniAccount {
  readonly username: string
  readonly password: Secret
  readonly identifier?: undefined
}

export interface GiniCredentials {
  readonly clientId: string
  readonly clientSecret: Secret
  /** Whose documents; without it, every call goes through `as(...)`. */
  readonly user?: GiniDerivedUser | GiniAccount | undefined
  /**
   * @default `/login` below `baseUrl` for derived users, `/oauth/token` below it for the User Center's client; for an
   *   account `https://user.gini.net/oauth/token`, also with a `baseUrl`
   */
  readonly tokenUrl?: string | undefined
}

export type GiniOptions = ProviderOptions & WithCredentials<GiniCredentials>

export type GiniClient<Paths extends {} = GiniPaths> = ProviderClient<Paths> & {
  /** The same client for another derived user: same cache, made to be thrown away after a request. */
  as(user: GiniDerivedUser): ProviderClient<Paths>
}

/**
 * A client of the Gini Pay API.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 * @see https://e-commerce-api.gini.net/api/authentication/
 */
export function createGiniClient<Paths extends {} = GiniPaths>(options: GiniOptions): GiniClient<Paths> {
  const clientOf = createProvider<Paths>(options, {
    name: 'createGiniClient',
    credentials: ['clientId', 'clientSecret', 'user', 'tokenUrl'],
    members: { user: [['identifier'], ['username', 'password']] },
    baseUrl: () => options.baseUrl ?? payApi.servers.production,
    accept: payApi.accept,
    grant(common) {
      const { clientId, clientSecret, user, tokenUrl } = options as GiniCredentials
      const { login } = payApi.tokenOperations
      const { createToken } = userCenter.tokenOperations
      const client = { ...common, clientId, clientSecret }
      if (user?.username === undefined) {
        return operationGrant(login, 'login', {
          ...client,
          tokenUrl: tokenUrl ?? tokenUrlBelow(options.baseUrl, login),
        })
      }
      const { username, password } = user
      const account = { ...client, username, password, tokenUrl: tokenUrl ?? createToken.url }
      return refreshToken({ initial: operationGrant(createToken, 'password', account) })
    },
  })
  // Undefined would be no subject: on a client with an account, the account's documents.
  const as = (derived: GiniDerivedUser) => clientOf(derived?.identifier ?? '')
  return { ...clientOf(options.user?.identifier), as }
}
