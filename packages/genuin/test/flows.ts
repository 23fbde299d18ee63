import type { FlowOptions, FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { createGenuinClient } from '@latchkey/genuin'
import document from '@latchkey/genuin/openapi.json' with { type: 'json' }

/** The key pair that the sandbox knows. */
export const keyPair = { apiKey: 'genuin-key', apiSecret: 'genuin-secret-made-up' }

/** The client of the key pair in a sandbox. */
export function connect(sandbox: FlowSandbox, options: FlowOptions) {
  return createGenuinClient({ ...keyPair, baseUrl: sandbox.origin('https://api.genuin.example'), ...options })
}

/** A community with the mandatory fields. */
export const community = { handle: 'example-community', name: 'Example Community', type: 1, actions: [] }

export const flows: readonly ProviderFlow[] = [
  {
    provider: 'genuin',
    name: 'API key',
    documents: [document],
    sandbox: { clients: [{ clientId: keyPair.apiKey, clientSecret: keyPair.apiSecret }] },
    namesLifetime: false,
    secretOption: 'apiSecret',
    connect(sandbox, options) {
      const genuin = connect(sandbox, options)
      return {
        clients: [genuin],
        calls: [() => genuin.POST('/api/thirdparty/community/create', { body: community })],
      }
    },
  },
]
