import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Fetch } from '../src/fetch.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createProvider, createProviderClient, type ProviderDefinition } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { issue, tokenUrl } from './token-endpoint-stub.ts'
import { tokenRealm } from './token-realm.ts'

const baseUrl = 'https://api.example.com/v1'

const definition: ProviderDefinition = {
  name: 'createItemClient',
  credentials: [],
  baseUrl: () => baseUrl,
  accept: 'application/json',
  grant: (common) => clientCredentials({ ...common, tokenUrl, clientId: 'a', clientSecret: 'b' }),
}

describe('what only the runtime’s own fetch knows', () => {
  const dispatcher = { dispatch: 'made up' }

  test('requestInitExt goes with every API call, and with the token call', async () => {
    const inits = new Map<string, object | undefined>()
    const fetch: Fetch = async (input, init) => {
      const { pathname } = new URL(String(input))
      inits.set(pathname, init)
      return pathname === '/token' ? issue(1) : Response.json({})
    }
    const client = createProvider<ItemPaths>({ fetch, requestInitExt: { dispatcher } }, definition)()
    await client.GET('/items')
    expect(inits).toEqual(
      new Map([
        ['/token', expect.objectContaining({ dispatcher, method: 'POST', body: expect.any(String) })],
        ['/v1/items', expect.objectContaining({ dispatcher, headers: expect.anything() })],
      ]),
    )
  })

  test('requestInitExt goes also with a Request that an openapi-fetch middleware has replaced', async () => {
    const seen: unknown[] = []
    const fetch: Fetch = async (_, init) => {
      seen.push(init)
      return Response.json({})
    }
    const client = createProviderClient<ItemPaths>({
      tokens: tokenRealm().tokens,
      baseUrl,
      fetch,
      requestInitExt: { dispatcher },
    })
    client.use({ onRequest: ({ request }) => new Request(request) })
    await client.GET('/items')
    expect(seen).toEqual([expect.objectContaining({ dispatcher })])
  })

  test('a Request of the caller’s reaches the global fetch as one, and a fetch of one’s own as URL and init', async () => {
    const global = vi.fn<Fetch>(async () => Response.json({}))
    const own = vi.fn<Fetch>(async () => Response.json({}))
    vi.stubGlobal('fetch', global)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { tokens } = tokenRealm()
    for (const fetch of [undefined, own]) {
      const client = createProviderClient<ItemPaths>({ tokens, baseUrl, ...(fetch && { fetch }) })
      await client.fetch(new Request(`${baseUrl}/items`))
    }
    expect(global.mock.calls[0]?.[0]).toBeInstanceOf(Request)
    expect(own.mock.calls[0]?.[0]).toBe(`${baseUrl}/items`)
  })
})
