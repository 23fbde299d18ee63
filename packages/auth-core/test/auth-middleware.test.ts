import createClient, { type Client, type ClientOptions, type Middleware } from 'openapi-fetch'
import { Request as UndiciRequest, fetch as undiciFetch } from 'undici'
import { describe, expect, test } from 'vitest'
import { type AuthMiddlewareOptions, authMiddleware } from '../src/auth-middleware.ts'
import type { ItemPaths } from './item-paths.ts'
import { type Recorded, sharedRecordingServer } from './recording-server.ts'
import { stream } from './replay-bodies.ts'
import { platformDispatcher, refusingServer } from './replay-matrix.ts'
import { tokenRealm } from './token-realm.ts'

const { server, staleTokens } = refusingServer()
const elsewhere = sharedRecordingServer((_, response) => response.writeHead(401).end('{}'))

type Setting = Partial<AuthMiddlewareOptions> & { readonly client?: ClientOptions }

async function clientOf({ client: own, ...options }: Setting = {}): Promise<Client<ItemPaths>> {
  const client = createClient<ItemPaths>({ baseUrl: server.origin, ...own })
  client.use(authMiddleware(await staleTokens(), { origins: [server.origin], ...options }))
  return client
}

const item = { body: { id: '1' } }
const headersOf = (requests: readonly Recorded[], name: string) =>
  requests.map(({ headers }) => headers[name])

describe('what authMiddleware does', () => {
  test('B14 the middleware before it sees the second answer only', async () => {
    const seen: number[] = []
    const client = createClient<ItemPaths>({ baseUrl: server.origin })
    client.use({ onResponse: ({ response }) => void seen.push(response.status) })
    client.use(authMiddleware(await staleTokens(), { origins: [server.origin] }))
    await client.POST('/items', item)
    expect(seen).toEqual([200])
  })

  test('B14 the fetch of one call is asked both times', async () => {
    const client = await clientOf()
    let asked = 0
    const fetch = (request: Request) => {
      asked++
      return globalThis.fetch(request)
    }
    expect((await client.POST('/items', { ...item, fetch })).response.status).toBe(200)
    expect(asked).toBe(2)
  })

  test('B14 with the fetch and the Request of npm’s undici the second answer arrives', async () => {
    const client = await clientOf({
      client: {
        fetch: undiciFetch as unknown as typeof fetch,
        Request: UndiciRequest as unknown as typeof Request,
      },
    })
    expect((await client.POST('/items', item)).data).toEqual({ ok: true })
    expect(headersOf(server.requests, 'user-agent')).toEqual(['undici', 'undici'])
  })

  test('B14 of an answer with a Response of its own, status, reason and headers arrive too', async () => {
    const foreign = { status: 201, statusText: 'Made', headers: new Headers({ 'x-a': '1' }), body: '{}' }
    let asked = 0
    const fetch = async () =>
      asked++ ? (foreign as unknown as Response) : new Response(null, { status: 401 })
    const { response } = await (await clientOf({ client: { fetch } })).GET('/items')
    expect(response).toBeInstanceOf(Response)
    expect([response.status, response.statusText, response.headers.get('x-a')]).toEqual([201, 'Made', '1'])
  })

  test('B14 an Authorization of the caller’s is neither replaced nor replayed', async () => {
    const client = await clientOf()
    const { response } = await client.GET('/items', { headers: { authorization: 'Basic eDp5' } })
    expect(response.status).toBe(403)
    expect(headersOf(server.requests, 'authorization')).toEqual(['Basic eDp5'])
  })

  test('B14 a second 401 is returned as it is', async () => {
    const { tokens } = tokenRealm()
    const client = createClient<ItemPaths>({ baseUrl: elsewhere.origin })
    client.use(authMiddleware(tokens, { origins: [elsewhere.origin] }))
    const { response } = await client.GET('/items')
    expect(response.status).toBe(401)
    expect(headersOf(elsewhere.requests, 'authorization')).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('B02 requests that are refused together cause one token call', async () => {
    const client = await clientOf()
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.POST('/items', item)))
    expect(new Set(answers.map(({ response }) => response.status))).toEqual(new Set([200]))
    // The server knows no third token.
    expect(new Set(headersOf(server.requests, 'authorization'))).toEqual(
      new Set(['Bearer token-1', 'Bearer token-2']),
    )
    expect(server.requests.length).toBeLessThanOrEqual(40)
  })

  test('B03 the caller’s abort ends the wait for a token', async () => {
    const tokens = { getToken: () => new Promise<never>(() => {}) }
    const client = createClient<ItemPaths>({ baseUrl: server.origin })
    client.use(authMiddleware(tokens, { origins: [server.origin] }))
    const controller = new AbortController()
    const call = client.GET('/items', { signal: controller.signal })
    controller.abort(new Error('not needed any more'))
    await expect(call).rejects.toThrow('not needed any more')
    expect(server.requests).toEqual([])
  })

  test.each([
    ['a per-request baseUrl', () => ({ baseUrl: elsewhere.origin })],
    ['a baseUrl with credentials', () => ({ baseUrl: server.origin.replace('//', '//user:secret@') })],
  ])('B15 refuses %s before anything is sent', async (_, own) => {
    const client = await clientOf()
    await expect(client.POST('/items', { ...item, ...own() })).rejects.toThrow()
    expect([...server.requests, ...elsewhere.requests]).toEqual([])
  })

  test('B15 refuses what a middleware before it has made of the request', async () => {
    const client = createClient<ItemPaths>({ baseUrl: server.origin })
    client.use({ onRequest: ({ request }) => new Request(`${elsewhere.origin}/items`, request) })
    client.use(authMiddleware(await staleTokens(), { origins: [server.origin] }))
    await expect(client.POST('/items', item)).rejects.toMatchObject({ code: 'origin_not_allowed' })
    expect([...server.requests, ...elsewhere.requests]).toEqual([])
  })
})

describe('what authMiddleware cannot do, as its documentation has it', () => {
  test('B14 a stream is copied whole, whatever its length, and so sent again', async () => {
    const client = await clientOf()
    const chunks = Array.from({ length: 33 }, (_, index) => new Uint8Array(65_536).fill(index))
    const { response } = await client.POST('/items', {
      ...item,
      bodySerializer: () => stream(chunks),
      duplex: 'half',
    })
    expect(response.status).toBe(200)
    const whole = Buffer.concat(chunks)
    expect(server.requests.map(({ body }) => body.equals(whole))).toEqual([true, true])
  })

  test('B14 with replay: "never" nothing is copied: the 401 is the answer, the token is dropped', async () => {
    const client = await clientOf({ replay: 'never' })
    const body = { ...item, bodySerializer: () => stream([Buffer.from('once')]), duplex: 'half' } as const
    expect((await client.POST('/items', body)).response.status).toBe(401)
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['once'])
    expect((await client.POST('/items', item)).response.status).toBe(200)
    expect(headersOf(server.requests, 'authorization')).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('B14 requestInitExt is not part of the second request', async () => {
    const client = await clientOf({ client: { requestInitExt: { dispatcher: platformDispatcher } } })
    expect((await client.POST('/items', item)).response.status).toBe(200)
    expect(headersOf(server.requests, 'x-dispatcher')).toEqual(['ours', undefined])
  })

  const later: Record<string, Middleware> = {
    'a header it sets': { onRequest: ({ request }) => request.headers.set('x-late', 'yes') },
    'the Request it makes': {
      onRequest: ({ request }) =>
        new Request(request, { headers: { ...Object.fromEntries(request.headers), 'x-late': 'yes' } }),
    },
  }
  test.each(Object.entries(later))('B14 of a middleware registered later: %s', async (_, middleware) => {
    const client = await clientOf()
    client.use(middleware)
    expect((await client.POST('/items', item)).response.status).toBe(200)
    expect(headersOf(server.requests, 'x-late')).toEqual(['yes', undefined])
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['{"id":"1"}', '{"id":"1"}'])
  })

  test('B14 network and parse errors stay as they are', async () => {
    const failure = new TypeError('fetch failed')
    const failing = await clientOf({ client: { fetch: () => Promise.reject(failure) } })
    await expect(failing.GET('/items')).rejects.toBe(failure)
    const html = await clientOf({ client: { fetch: async () => new Response('<html>') } })
    await expect(html.GET('/items')).rejects.toBeInstanceOf(SyntaxError)
  })
})
