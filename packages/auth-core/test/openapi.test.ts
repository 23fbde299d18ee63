import type { Client, Middleware } from 'openapi-fetch'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Fetch } from '../src/fetch.ts'
import {
  createProvider,
  createProviderClient,
  type ProviderClient,
  type ProviderClientOptions,
  type ProviderDefinition,
} from '../src/openapi.ts'
import type { TokenSource } from '../src/token-source.ts'
import type { Item, ItemPaths } from './item-paths.ts'
import { tokenRealm } from './token-realm.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** A fetch that keeps what it is given and answers with an item. */
function recordingFetch(name = 'Ann') {
  const seen: Seen[] = []
  const fetch: Fetch = async (input, { method = 'GET', headers, body } = {}) => {
    seen.push({ method, url: String(input), headers: Object.fromEntries(new Headers(headers)), body })
    return Response.json({ id: '1', name })
  }
  return { seen, fetch }
}

const baseUrl = 'https://api.example.com/v1'

function setUp(options: Partial<ProviderClientOptions> = {}) {
  const { seen, fetch } = recordingFetch()
  const { tokens } = tokenRealm()
  return { seen, client: createProviderClient<ItemPaths>({ tokens, baseUrl, fetch, ...options }) }
}

const definition: ProviderDefinition = {
  name: 'createItemClient',
  credentials: [],
  baseUrl: () => baseUrl,
  accept: 'application/vnd.items+json, application/json',
  grant: () => expect.unreachable('the tokens are given'),
}

describe('createProviderClient', () => {
  test.each(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'] as const)(
    '%s sends the token below the base path',
    async (method) => {
      const { seen, client } = setUp()
      const call = client[method] as (path: string) => Promise<unknown>
      await call('/items')
      expect(seen).toMatchObject([
        { method, url: 'https://api.example.com/v1/items', headers: { authorization: 'Bearer token-1' } },
      ])
    },
  )

  test('TRACE is there, and refused by fetch itself', async () => {
    const { client } = setUp()
    const call = client.TRACE as (path: string) => Promise<unknown>
    await expect(call('/items')).rejects.toThrow('TRACE')
  })

  test('request takes any method, in any case', async () => {
    const { seen, client } = setUp()
    const { data } = await client.request('get', '/items/{id}', { params: { path: { id: 'a/b' } } })
    expect(data).toEqual({ id: '1', name: 'Ann' })
    expect(seen).toMatchObject([{ method: 'GET', url: 'https://api.example.com/v1/items/a%2Fb' }])
  })

  test.each([
    ['/items?limit=1', 'https://api.example.com/v1/items?limit=1'],
    ['/', 'https://api.example.com/v1/'],
    ['https://api.example.com/v2/items', 'https://api.example.com/v2/items'],
  ])('.fetch(%j) asks for %s, with the token', async (input, url) => {
    const { seen, client } = setUp()
    await client.fetch(input)
    await client.fetch(new URL(url))
    await client.fetch(new Request(url))
    expect(seen.map((each) => each.url)).toEqual([url, url, url])
    expect(new Set(seen.map(({ headers }) => headers['authorization']))).toEqual(new Set(['Bearer token-1']))
  })

  test.each(['//evil.test/items', 'items', '', '\\items'])('B15 .fetch(%j) is refused', async (input) => {
    const { seen, client } = setUp()
    await expect(client.fetch(input)).rejects.toMatchObject({ code: 'origin_not_allowed' })
    expect(seen).toEqual([])
  })

  test('.fetch works when taken off the client', async () => {
    const { seen, client } = setUp()
    const { fetch, GET } = client
    await fetch('/items')
    await GET('/items')
    expect(seen).toHaveLength(2)
  })

  test('a slash at the end of the base URL changes nothing', async () => {
    const { seen, client } = setUp({ baseUrl: `${baseUrl}/` })
    await client.GET('/items')
    await client.fetch('/items')
    expect(seen.map(({ url }) => url)).toEqual(Array(2).fill('https://api.example.com/v1/items'))
  })

  test('use registers an openapi-fetch middleware, eject removes it', async () => {
    const { seen, client } = setUp()
    const step: Middleware = {
      onRequest: ({ request }) => request.headers.set('x-step', 'yes'),
      onResponse: () => Response.json({ id: 'changed' }),
    }
    client.use(step)
    expect((await client.GET('/items')).data).toEqual({ id: 'changed' })
    client.eject(step)
    expect((await client.GET('/items')).data).toEqual({ id: '1', name: 'Ann' })
    expect(seen.map(({ headers }) => headers['x-step'])).toEqual(['yes', undefined])
  })

  test('a fetch for one request takes the place of the client’s, with the token', async () => {
    const { seen, client } = setUp()
    const other = recordingFetch('Ben')
    const { data } = await client.GET('/items', { fetch: other.fetch as typeof globalThis.fetch })
    expect(data).toEqual({ id: '1', name: 'Ben' })
    expect(other.seen).toMatchObject([{ headers: { authorization: 'Bearer token-1' } }])
    expect(seen).toEqual([])
  })

  test('headers of the client, of the request and of the middleware lie over each other in this order', async () => {
    const { seen, client } = setUp({
      headers: { 'x-a': 'client', 'x-b': 'client', 'x-c': 'client' },
      middleware: [
        (request, next) => {
          request.headers.set('x-c', 'middleware')
          return next(request)
        },
      ],
    })
    await client.GET('/items', { headers: { 'x-b': 'request', 'x-c': 'request' } })
    expect(seen).toMatchObject([{ headers: { 'x-a': 'client', 'x-b': 'request', 'x-c': 'middleware' } }])
  })
})

describe('createProvider', () => {
  test('the clients of all subjects share token source, headers and what use registers', async () => {
    const { seen, fetch } = recordingFetch()
    const realm = tokenRealm()
    const clientOf = createProvider<ItemPaths>(
      { tokens: realm.tokens, fetch, headers: { 'x-a': 'b' } },
      definition,
    )
    clientOf('ann').use({ onRequest: ({ request }) => request.headers.set('x-step', 'yes') })
    await clientOf('ann').GET('/items')
    await clientOf('ann').GET('/items')
    await clientOf('ben').GET('/items')
    await clientOf().GET('/items')
    expect(seen.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer token-1-ann',
      'Bearer token-1-ann',
      'Bearer token-2-ben',
      'Bearer token-3',
    ])
    for (const { headers } of seen)
      expect(headers).toMatchObject({ 'x-a': 'b', 'x-step': 'yes', accept: definition.accept })
  })

  test('a header of the user’s takes the place of the documented Accept', async () => {
    const { seen, fetch } = recordingFetch()
    const headers = { Accept: 'application/xml' }
    await createProvider<ItemPaths>({ tokens: tokenRealm().tokens, fetch, headers }, definition)().GET(
      '/items',
    )
    expect(seen).toMatchObject([{ headers: { accept: 'application/xml' } }])
  })
})

describe('types', () => {
  test('the client is an openapi-fetch client with fetch and tokens', () => {
    const { client } = setUp()
    expectTypeOf(client).toEqualTypeOf<ProviderClient<ItemPaths>>()
    expectTypeOf(client).toExtend<Client<ItemPaths>>()
    expectTypeOf(client.fetch).toEqualTypeOf<Fetch>()
    expectTypeOf(client.tokens).toEqualTypeOf<TokenSource>()
  })

  test('data and error are those of the operation', async () => {
    const { client } = setUp()
    const { data, error } = await client.GET('/items/{id}', { params: { path: { id: '1' } } })
    expectTypeOf(data).toEqualTypeOf<Item | undefined>()
    expectTypeOf(error).toEqualTypeOf<{ message: string } | undefined>()
    const list = await client.GET('/items', { params: { query: { limit: 1 } } })
    expectTypeOf(list.data).toEqualTypeOf<Item[] | undefined>()
    const some = await client.request('get', '/items')
    expectTypeOf(some.data).toEqualTypeOf<Item[] | undefined>()
  })

  test('what the API does not have does not compile', () => {
    const { client } = setUp()
    const neverCalled = () => {
      // @ts-expect-error no such path
      client.GET('/token')
      // @ts-expect-error the path has no such method
      client.POST('/items/{id}', { params: { path: { id: '1' } } })
      // @ts-expect-error a path parameter is missing
      client.GET('/items/{id}')
      // @ts-expect-error no such query parameter
      client.GET('/items', { params: { query: { page: 1 } } })
      // @ts-expect-error the body is another one
      client.POST('/items', { body: { identifier: 1 } })
      // @ts-expect-error a client needs tokens
      createProviderClient<ItemPaths>({ baseUrl })
      // @ts-expect-error and a base URL
      createProviderClient<ItemPaths>({ tokens: tokenRealm().tokens })
      // @ts-expect-error an unknown option
      createProviderClient<ItemPaths>({ tokens: tokenRealm().tokens, baseUrl, retries: 3 })
    }
    expect(neverCalled).toBeTypeOf('function')
  })
})
