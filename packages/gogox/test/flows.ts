import type { FlowOptions, FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { createGogoxClient } from '@latchkey/gogox'
import document from '@latchkey/gogox/openapi.json' with { type: 'json' }

/** The client that the sandbox knows. */
export const client = { clientId: 'gogox-client', clientSecret: 'gogox-secret-made-up' }

/** The provider's client in a sandbox. */
export function connect(sandbox: FlowSandbox, options: FlowOptions) {
  return createGogoxClient({ ...client, baseUrl: sandbox.origin('https://api.gogox.example'), ...options })
}

/** An order of the documentation. */
export const order = { params: { path: { uuid: '2f1c4b7e-8a35-4d0c-9b61-5e7f0a3d2c18' } } }

export const flows: readonly ProviderFlow[] = [
  {
    provider: 'gogox',
    name: 'client credentials',
    documents: [document],
    sandbox: { clients: [client] },
    namesLifetime: true,
    secretOption: 'clientSecret',
    connect(sandbox, options) {
      const gogox = connect(sandbox, options)
      return { clients: [gogox], calls: [() => gogox.GET('/api/v2/orders/{uuid}', order)] }
    },
  },
]
