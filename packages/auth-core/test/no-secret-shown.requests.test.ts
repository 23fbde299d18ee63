import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createProviderClient } from '../src/openapi.ts'
import { staticToken } from '../src/static-token.ts'
import { createTokenSource } from '../src/token-source.ts'
import type { ItemPaths } from './item-paths.ts'
import { listen } from './recording-server.ts'

const clientSecret = 'made-up-secret-4711'
const basic = btoa(`made-up-client:${clientSecret}`)
const accessToken = 'made-up-token-0815'
const origin = 'https://api.example.com'

/** Everything that a logger, a debugger or an error tracker may print of a value. */
function shown(value: unknown): string {
  const cause = value instanceof Error ? shown(value.cause) : ''
  const whole = inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true })
  return [whole, safeJson(value), String(value), cause].join('\n')
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

function expectNoSecret(value: unknown): void {
  const text = shown(value)
  for (const secret of [clientSecret, basic, accessToken]) expect(text).not.toContain(secret)
}

function source() {
  let calls = 0
  const fetch: Fetch = async () =>
    Response.json({ access_token: `${accessToken}-${++calls}`, token_type: 'Bearer', expires_in: 3600 })
  const tokenUrl = 'https://id.example.com/token'
  return createTokenSource({
    grant: clientCredentials({ tokenUrl, clientId: 'made-up-client', clientSecret, fetch }),
  })
}

describe('after a call', () => {
  test('B17 the search itself finds a secret where there is one', () => {
    expect(() => expectNoSecret({ deep: [{ accessToken }] })).toThrow()
    expect(() => expectNoSecret(new Error('outer', { cause: new Error(basic) }))).toThrow()
    expect(() => expectNoSecret(new Request(origin, { headers: { authorization: accessToken } }))).toThrow()
  })

  test('B17 neither client nor auth fetch shows a secret', async () => {
    const tokens = source()
    const options = { tokens, fetch: async () => Response.json({ ok: true }) }
    const fetch = createAuthFetch({ ...options, origins: [origin] })
    const client = createProviderClient<ItemPaths>({ ...options, baseUrl: origin })
    await fetch(origin)
    await client.GET('/items')
    for (const value of [fetch, client, client.tokens, tokens]) expectNoSecret(value)
    expectNoSecret(Object.values(client))
  })

  test('B17 the requests that the user’s middleware saw carry no token, also when looked at later', async () => {
    const seen: unknown[] = []
    const statuses = [401, 200, 200]
    const client = createProviderClient<ItemPaths>({
      tokens: source(),
      baseUrl: origin,
      fetch: async () => Response.json({ ok: true }, { status: statuses.shift() ?? 200 }),
      middleware: [
        async (request, next) => {
          seen.push(request)
          const response = await next(request)
          seen.push(request.headers, response)
          return response
        },
      ],
    })
    client.use({
      onRequest: ({ request, options }) => void seen.push(request, options),
      onResponse: ({ request, response, options }) => void seen.push(request, response, options),
    })
    const result = await client.POST('/items', { body: { id: '1' } })
    expect(result.data).toEqual({ ok: true })
    expect(seen.length).toBeGreaterThanOrEqual(7)
    for (const value of [...seen, result]) expectNoSecret(value)
  })

  test('B17 the caller’s own init and headers are as they were', async () => {
    const headers = new Headers({ 'x-a': '1' })
    const plain = { 'x-a': '1' }
    const request = new Request(origin, { headers })
    const fetch = createAuthFetch({ tokens: source(), origins: [origin], fetch: async () => new Response() })
    const init = { method: 'POST', body: 'x', headers }
    const plainInit = { headers: plain }
    for (const _ of [1, 2]) {
      await fetch(origin, init)
      await fetch(origin, plainInit)
      await fetch(request.clone())
    }
    expect([...headers.keys(), ...Object.keys(plain), ...request.headers.keys()]).toEqual([
      'x-a',
      'x-a',
      'x-a',
    ])
    expect([Object.keys(init), Object.keys(plainInit)]).toEqual([['method', 'body', 'headers'], ['headers']])
  })
})

describe('errors', () => {
  test('B17 of the typed client carry nothing of what a fetch hung on its error', async () => {
    const failure = Object.assign(new TypeError('fetch failed'), {
      config: { headers: { authorization: `Bearer ${accessToken}` } },
    })
    const client = createProviderClient<ItemPaths>({
      tokens: source(),
      baseUrl: origin,
      fetch: () => Promise.reject(failure),
    })
    const error = await client.GET('/items').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'api_unreachable', cause: { message: 'fetch failed' } })
    expectNoSecret(error)
  })

  test('B17 a body that is no JSON is not quoted', async () => {
    const client = createProviderClient<ItemPaths>({
      tokens: source(),
      baseUrl: origin,
      fetch: async () => new Response(`your token is ${accessToken}`),
    })
    const error = await client.GET('/items').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'malformed_response' })
    expectNoSecret(error)
    expect(shown(error)).not.toContain('your token')
  })

  test('B17 of a refused origin name no path and no query', async () => {
    const fetch = createAuthFetch({ tokens: source(), origins: [origin] })
    const target = `https://user:${clientSecret}@evil.test/${accessToken}?key=${clientSecret}`
    const error = await fetch(target).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'origin_not_allowed' })
    expectNoSecret(error)
  })

  test('B17 of a redirect that is not followed name no path and no query', async () => {
    const fetch = createAuthFetch({
      tokens: source(),
      origins: [origin],
      fetch: async () =>
        new Response(null, { status: 307, headers: { location: `https://evil.test/${accessToken}` } }),
    })
    const error = await fetch(origin).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'origin_not_allowed' })
    expectNoSecret(error)
  })

  test('B17 of a real connection that breaks carry no token', async () => {
    const broken = await listen((incoming) => incoming.socket.destroy())
    const tokens = staticToken(accessToken)
    const fetch = createAuthFetch({ tokens, origins: [broken] })
    const client = createProviderClient<ItemPaths>({ tokens, baseUrl: broken })
    expectNoSecret(await fetch(broken).catch((reason: unknown) => reason))
    expectNoSecret(await client.GET('/items').catch((reason: unknown) => reason))
  })
})
