import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Fetch } from '../src/fetch.ts'
import type { FetchMiddleware } from '../src/fetch-middleware.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createProvider, createProviderClient, type ProviderDefinition } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { recordingServer } from './recording-server.ts'
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

describe('a URL of one’s own, by client.fetch', () => {
  const headers = { 'x-a': 'client', 'x-b': 'client' }
  const dispatcher = { dispatch: 'the client’s' }

  async function sentBy(...[input, init]: Parameters<Fetch>) {
    const sent: (RequestInit & { dispatcher?: unknown })[] = []
    const fetch: Fetch = async (_, given = {}) => {
      sent.push(given)
      return Response.json({})
    }
    const options = { tokens: tokenRealm().tokens, fetch, headers, requestInitExt: { dispatcher } }
    const client = createProvider<ItemPaths>(options, definition)()
    // Before and after the token is in memory, which are different ways through the code.
    for (const _ of [1, 2]) await client.fetch(input, init)
    return sent.map((each) => ({ ...each, headers: Object.fromEntries(new Headers(each.headers)) }))
  }

  const ours = {
    accept: 'application/json',
    authorization: 'Bearer token-1',
    'x-a': 'client',
    'x-b': 'client',
  }
  const body = 'made up'
  const made = () => new Request(`${baseUrl}/items`, { headers: { 'x-b': 'request', 'x-c': 'request' } })
  test.each<[string, Parameters<Fetch>, object]>([
    ['a path', ['/items'], {}],
    ['a URL', [new URL(`${baseUrl}/items`), { method: 'POST', body }], {}],
    ['headers in the init', ['/items', { headers: [['X-B', 'init']] }], { 'x-b': 'init' }],
    ['an Accept in the init', ['/items', { headers: new Headers({ accept: '*/*' }) }], { accept: '*/*' }],
    ['a Request', [made()], { 'x-b': 'request', 'x-c': 'request' }],
    ['a Request and an init', [made(), { method: 'PUT', body }], { 'x-b': 'request', 'x-c': 'request' }],
    ['a Request and headers in the init', [made(), { headers: { 'x-b': 'init' } }], { 'x-b': 'init' }],
    ['a Request as the init', ['/items', made()], { 'x-b': 'request', 'x-c': 'request' }],
    ['null as the init', ['/items', null as unknown as RequestInit], {}],
  ])('has the client’s headers and requestInitExt under the caller’s own: %s', async (_, given, over) => {
    const { method = 'GET', body: text } = given[1] ?? {}
    const expected = {
      headers: { ...ours, ...over },
      dispatcher,
      ...(method !== 'GET' && { method, body: text }),
    }
    expect(await sentBy(...given)).toMatchObject([expected, expected])
  })

  test.each([
    ['the headers', { headers: { 'x-a': 'client' } }, { headers: { 'x-a': 'client' } }],
    ['the requestInitExt', { requestInitExt: { dispatcher } }, { dispatcher }],
  ])('has %s also where that is all', async (_, own, expected) => {
    const sent: unknown[] = []
    const fetch: Fetch = async (_, init) => {
      sent.push(init)
      return Response.json({})
    }
    await createProviderClient({ baseUrl, tokens: tokenRealm().tokens, fetch, ...own }).fetch('/items')
    expect(sent).toMatchObject([expected])
  })

  test('a form in a Request keeps its boundary', async () => {
    const { origin, requests } = await recordingServer()
    const form = new FormData()
    form.set('a', '1')
    const resend: FetchMiddleware = (request) => client.fetch(request)
    const { tokens } = tokenRealm()
    const client = createProviderClient<ItemPaths>({ tokens, baseUrl: origin, headers })
    const asking = createProviderClient<ItemPaths>({ tokens, baseUrl: origin, middleware: [resend] })
    await asking.fetch('/items', { method: 'POST', body: form })
    await client.fetch(new Request(`${origin}/items`, { method: 'POST', body: form }))
    for (const { headers, body } of requests) {
      const [, boundary] = /boundary=(.+)$/.exec(headers['content-type'] ?? '') ?? []
      expect(body.toString()).toContain(`--${boundary}\r\n`)
    }
    expect(requests).toHaveLength(2)
  })

  test('headers that no request can have are a rejection', async () => {
    await expect(sentBy('/items', { headers: { 'x a': '1' } })).rejects.toThrow(TypeError)
  })

  test('a member of the caller’s own counts', async () => {
    const own = { dispatcher: { dispatch: 'the caller’s' } }
    expect(await sentBy('/items', own as unknown as RequestInit)).toMatchObject([own, own])
  })

  test('where the client has neither, the init is the caller’s', async () => {
    const { tokens } = tokenRealm()
    const sent: (RequestInit | undefined)[] = []
    const step: FetchMiddleware = (request, next) => next(request)
    const fetch: Fetch = async (_, init) => {
      sent.push(init)
      return Response.json({})
    }
    for (const middleware of [[], [step]]) {
      const client = createProviderClient<ItemPaths>({ tokens, baseUrl, fetch, middleware })
      await client.fetch('/items', { headers: { 'x-b': 'init' } })
    }
    for (const init of sent)
      expect(Object.fromEntries(new Headers(init?.headers))).toEqual({
        authorization: 'Bearer token-1',
        'x-b': 'init',
      })
  })
})
