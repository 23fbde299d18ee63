import type { FlowOptions, FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { createGbgClient } from '@latchkey/gbg'
import document from '@latchkey/gbg/openapi.json' with { type: 'json' }

/** The client that the sandbox knows. */
export const client = { clientId: 'gbg-client', clientSecret: 'gbg secret & 100% made+up = ü' }

export const region = 'https://eu.platform.go.gbgplc.com/v2/captain'
export const tokenUrl = 'https://api.auth.gbgplc.com/as/token.oauth2'

/** The provider's client in a sandbox. */
export function connect(sandbox: FlowSandbox, options: FlowOptions) {
  return createGbgClient({
    ...client,
    baseUrl: sandbox.url(region),
    tokenUrl: sandbox.url(tokenUrl),
    ...options,
  })
}

/** A journey without data. */
export const journey = {
  resourceId: '7c9e6679a1b2c3d4e5f60718@latest',
  context: { config: { delivery: 'api' }, subject: {} },
} as const

export const flows: readonly ProviderFlow[] = [
  {
    provider: 'gbg',
    name: 'client credentials',
    documents: [document],
    sandbox: { clients: [{ ...client, scopes: ['gbg.token'] }] },
    namesLifetime: true,
    secretOption: 'clientSecret',
    connect(sandbox, options) {
      const gbg = connect(sandbox, options)
      return { clients: [gbg], calls: [() => gbg.POST('/journey/start', { body: journey })] }
    },
  },
]
