import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import { createOriginPolicy } from '../src/origins.ts'
import type { ItemPaths } from './item-paths.ts'
import { recordingServer } from './recording-server.ts'
import { tokenRealm } from './token-realm.ts'

/** A declared API and a hostile one, both real; whatever a request does, it is seen at one of them. */
async function twoServers(declaredPath = '') {
  const realm = tokenRealm()
  const api = await recordingServer()
  const hostile = await recordingServer()
  const options = { tokens: realm.tokens, origins: [api.origin] }
  return {
    realm,
    api,
    hostile,
    port: new URL(hostile.origin).port,
    fetch: createAuthFetch(options),
    client: createProviderClient<ItemPaths>({ ...options, baseUrl: api.origin + declaredPath }),
  }
}

type Servers = Awaited<ReturnType<typeof twoServers>>

describe('a request to a declared origin', () => {
  test.each(['/items', '/\\evil.test/', ''])('B15 %j is none', async (url) => {
    const servers = await twoServers()
    await expect(servers.fetch(url)).rejects.toMatchObject({ code: 'origin_not_allowed' })
    expect(servers.api.requests).toEqual([])
  })

  test.each([
    'https://api.example.com',
    'https://api.example.com/',
    'https://api.example.com:443/items',
    'HTTPS://API.EXAMPLE.COM/items',
    'https://api.example.com?limit=1',
    'https://api.example.com#top',
    'https://api.example.com/\\evil.test/',
    'https://api.example.com/\t/evil.test',
    'https://api.example.com//evil.test/',
    'https://api.example.com/@evil.test',
    'https:api.example.com/items',
    'https://ａpi.example.com/items',
    'https://other.example.com/items',
  ])('B15 %j is one of the declared origins, and is let through', async (url) => {
    const sent: string[] = []
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: ['https://api.example.com', 'https://other.example.com/'],
      fetch: async (input) => {
        sent.push(new URL(String(input)).host)
        return new Response()
      },
    })
    await fetch(url)
    await fetch(url)
    expect(sent).toEqual(Array(2).fill(url.includes('other') ? 'other.example.com' : 'api.example.com'))
  })
})

describe('the typed client', () => {
  test.each<[string, (servers: Servers) => string]>([
    ['another host', ({ hostile }) => hostile.origin],
    ['userinfo', ({ api }) => api.origin.replace('//', '//user:secret@')],
    ['the origin as userinfo', ({ api, port }) => `${api.origin}@127.0.0.1:${port}`],
    ['no scheme', ({ port }) => `//127.0.0.1:${port}`],
    ['no URL at all', () => 'nonsense'],
  ])('B15 refuses a per-request baseUrl: %s', async (_, baseUrl) => {
    const servers = await twoServers()
    const call = servers.client.GET('/items', { baseUrl: baseUrl(servers) })
    await expect(call).rejects.toMatchObject({ code: 'origin_not_allowed' })
    expect([...servers.api.requests, ...servers.hostile.requests]).toEqual([])
  })

  test('B15 takes a per-request baseUrl of a declared origin', async () => {
    const { api, client } = await twoServers()
    await client.GET('/items', { baseUrl: `${api.origin}/v2/` })
    expect(api.requests).toMatchObject([{ url: '/v2/items', headers: { authorization: 'Bearer token-1' } }])
  })

  test.each(['@127.0.0.1', '.evil.test/items', '1/items', ':80@evil.test/'])(
    'B15 refuses a path that would continue the host: %s',
    async (path) => {
      const { api, client } = await twoServers()
      const call = client.request('get', path as '/items')
      await expect(call).rejects.toMatchObject({ code: 'origin_not_allowed' })
      expect(api.requests).toEqual([])
    },
  )

  test('B15 a path parameter stays a path parameter', async () => {
    const { api, client, port } = await twoServers()
    const id = `../../@127.0.0.1:${port}/`
    await client.GET('/items/{id}', { params: { path: { id } } })
    expect(api.requests).toMatchObject([{ url: `/items/${encodeURIComponent(id)}` }])
  })

  test('B15 an openapi-fetch middleware cannot lead the token elsewhere', async () => {
    const { api, hostile, client } = await twoServers()
    client.use({ onRequest: ({ request }) => new Request(`${hostile.origin}/items`, request) })
    await expect(client.GET('/items')).rejects.toMatchObject({ code: 'origin_not_allowed' })
    expect([...api.requests, ...hostile.requests]).toEqual([])
  })
})

describe('the refusal', () => {
  test.each([
    ['https://evil.test/items?confidential=1', 'https://evil.test'],
    ['/items', 'A URL that is not absolute'],
  ])('B15 of %j says what is declared, and what to do', (url, target) => {
    const policy = createOriginPolicy(['https://api.example.com', 'https://other.example.com'])
    expect(() => policy.admit(url)).toThrow(
      `${target} is not a declared origin (https://api.example.com, https://other.example.com); nothing was sent. Declare it in "origins" if the token may go there.`,
    )
  })
})

describe('which origins can be declared', () => {
  test.each([
    ['http://api.example.com', 'insecure_url'],
    ['ftp://api.example.com', 'insecure_url'],
    ['http://127.0.0.1.evil.test', 'insecure_url'],
    ['http://localhost.evil.test', 'insecure_url'],
    ['https://user:pass@api.example.com', 'invalid_options'],
    ['https://api.example.com/v1', 'invalid_options'],
    ['https://api.example.com?x=1', 'invalid_options'],
    ['https://api.example.com#x', 'invalid_options'],
    ['api.example.com', 'invalid_options'],
    ['', 'invalid_options'],
    ['*', 'invalid_options'],
  ])('B16 %j is refused at construction', (origin, code) => {
    const make = () => createAuthFetch({ tokens: tokenRealm().tokens, origins: [origin] })
    expect(make).toThrow(expect.objectContaining({ code, message: expect.stringContaining('"origins"') }))
    expect(make).not.toThrow('pass@')
  })

  test.each([
    'http://localhost:8080',
    'http://api.localhost',
    'http://127.0.0.1',
    'http://127.8.9.10:1',
    'http://[::1]:3000',
    'https://api.example.com',
  ])('B16 %s is a place that a token may go to', (origin) => {
    expect(createOriginPolicy([origin]).admits(new URL(`${origin}/items`))).toBe(true)
  })

  test('B16 plain http elsewhere needs allowInsecureHttp', () => {
    const origin = 'http://api.internal.example'
    expect(() => createOriginPolicy([origin], true)).not.toThrow()
    expect(() => createOriginPolicy([origin], false)).toThrow(
      expect.objectContaining({
        code: 'insecure_url',
        message: expect.stringContaining('allowInsecureHttp'),
      }),
    )
  })

  test('B16 the base URL of a client is checked the same way', () => {
    const { tokens } = tokenRealm()
    const make = (baseUrl: string) => () => createProviderClient<ItemPaths>({ tokens, baseUrl })
    expect(make('http://api.example.com')).toThrow(expect.objectContaining({ code: 'insecure_url' }))
    expect(make('https://api.example.com')).not.toThrow()
  })
})
