import { operationGrant } from '@latchkey/auth-core'
import {
  createProvider,
  type ProviderClient,
  type ProviderOptions,
  tokenUrlBelow,
  type WithCredentials,
} from '@latchkey/auth-core/openapi'
import type { GiniCredentials } from './client.ts'
import { type UserCenterTokenPath, userCenter } from './generated/token-operations.ts'
import type { paths } from './generated/user-center.openapi.ts'

/** The User Center's operations; the token operation is the client's own business. */
export type GiniUserCenterPaths = Omit<paths, UserCenterTokenPath>

export type GiniUserCenterCredentials = Omit<GiniCredentials, 'user'>

export type GiniUserCenterOptions = ProviderOptions & WithCredentials<GiniUserCenterCredentials>

export type GiniUserCenterClient<Paths extends {} = GiniUserCenterPaths> = ProviderClient<Paths>

/**
 * A client of the Gini User Center, which manages users; its token opens no documents.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 */
export function createGiniUserCenterClient<Paths extends {} = GiniUserCenterPaths>(
  options: GiniUserCenterOptions,
): GiniUserCenterClient<Paths> {
  const { createToken } = userCenter.tokenOperations
  return createProvider<Paths>(options, {
    name: 'createGiniUserCenterClient',
    credentials: ['clientId', 'clientSecret', 'tokenUrl'],
    baseUrl: () => options.baseUrl ?? userCenter.servers.production,
    accept: userCenter.accept,
    grant(common) {
      const { clientId, clientSecret, tokenUrl } = options as GiniUserCenterCredentials
      return operationGrant(createToken, 'client_credentials', {
        ...common,
        clientId,
        clientSecret,
        tokenUrl: tokenUrl ?? tokenUrlBelow(options.baseUrl, createToken),
      })
    },
  })()
}
