import type { TokenEvent } from '../src/events.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createTokenSource } from '../src/token-source.ts'
import { leasableStore } from './stores/leasable-store.ts'
import { clientId, clientSecret, stubTokenEndpoint, tokenUrl } from './token-endpoint-stub.ts'

/** Sources that share a token endpoint, and a store whose lease can be taken. */
export function sharingSources() {
  const endpoint = stubTokenEndpoint()
  const { clock, fetch } = endpoint
  const store = leasableStore(clock)
  const grant = clientCredentials({ tokenUrl, clientId, clientSecret, fetch })
  const source = (onEvent?: (event: TokenEvent) => void) =>
    createTokenSource({ grant, clock, store, onEvent })
  return { endpoint, clock, source, takeLease: store.takeLease }
}
