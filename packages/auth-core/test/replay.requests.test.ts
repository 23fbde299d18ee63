import { describe, expect, test } from 'vitest'
import { type AuthFetchOptions, createAuthFetch } from '../src/auth-fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { guardedServer, recordingServer } from './recording-server.ts'
import { tokenRealm } from './token-realm.ts'

interface Sent {
  readonly url: unknown
  readonly init: RequestInit & Record<string, unknown>
}

/** An API in memory that keeps what its fetch was given. */
async function recordingApi(options: Partial<AuthFetchOptions> = {}, statusOf?: (call: number) => number) {
  const realm = tokenRealm()
  await realm.tokens.getToken()
  realm.revoke('token-1')
  const sent: Sent[] = []
  const carrier: NonNullable<AuthFetchOptions['fetch']> = async (url, init = {}) => {
    sent.push({ url, init: init as Sent['init'] })
    const accepted = realm.accepts(new Headers(init.headers).get('authorization') ?? undefined)
    const status = statusOf?.(sent.length) ?? (accepted ? 200 : 401)
    return new Response(`"answer ${sent.length}"`, { status })
  }
  const given = { tokens: realm.tokens, fetch: carrier, ...options }
  const fetch = createAuthFetch({ ...given, origins: ['https://api.example.com'] })
  const client = createProviderClient<ItemPaths>({ ...given, baseUrl: 'https://api.example.com' })
  return { realm, sent, fetch, client }
}

const url = 'https://api.example.com/items'
const headersOf = ({ init }: Sent) => Object.fromEntries(new Headers(init.headers))

describe('which answers are followed by a second try', () => {
  test('B14 a second 401 is returned as it is', async () => {
    const { fetch, sent } = await recordingApi({}, () => 401)
    const response = await fetch(url)
    expect(response.status).toBe(401)
    expect(await response.text()).toBe('"answer 2"')
    expect(sent).toHaveLength(2)
  })

  test.each([400, 403, 404, 407, 429, 500, 503])('B14 %i is the answer, at once', async (status) => {
    const { realm, fetch, sent } = await recordingApi({}, () => status)
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(status)
    expect(sent).toHaveLength(1)
    expect(realm.calls).toBe(1)
  })

  const own = 'Basic bWFkZTp1cA=='
  test.each([
    ['a plain object', { Authorization: own }],
    ['a Headers', new Headers({ authorization: own })],
    ['pairs', [['AUTHORIZATION', own]] as [string, string][]],
  ])(
    'B14 an Authorization that the caller set in %s is neither replaced nor replayed',
    async (_, headers) => {
      const { realm, fetch, client, sent } = await recordingApi()
      expect((await fetch(url, { headers })).status).toBe(401)
      expect((await fetch(new Request(url, { headers }))).status).toBe(401)
      // openapi-fetch knows no pairs.
      if (!Array.isArray(headers)) await client.GET('/items', { headers })
      expect(sent).toHaveLength(Array.isArray(headers) ? 2 : 3)
      for (const each of sent) expect(headersOf(each)['authorization']).toBe(own)
      expect(realm.invalidated).toEqual([])
    },
  )

  test('B14 an Authorization that an openapi-fetch middleware set counts as the caller’s', async () => {
    const { client, sent } = await recordingApi()
    client.use({ onRequest: ({ request }) => request.headers.set('Authorization', own) })
    await client.GET('/items')
    expect(sent.map((each) => headersOf(each)['authorization'])).toEqual([own])
  })

  test('B14 the API’s own rejection comes through untouched', async () => {
    const failure = new TypeError('fetch failed')
    const { fetch } = await recordingApi({ fetch: () => Promise.reject(failure) })
    await expect(fetch(url)).rejects.toBe(failure)
    const thrower = await recordingApi({
      fetch() {
        throw failure
      },
    })
    await expect(thrower.fetch(url)).rejects.toBe(failure)
  })
})

describe('what reaches the second try', () => {
  const dispatcher = { made: 'up' }
  const init = { signal: new AbortController().signal, dispatcher, next: { revalidate: 1 }, keepalive: true }
  const expected = { signal: init.signal, dispatcher, next: init.next, keepalive: true }

  test('B14 signal, dispatcher and members that nobody knows', async () => {
    const { fetch, sent } = await recordingApi()
    await fetch(url, { method: 'PUT', body: 'x', ...init } as unknown as RequestInit)
    expect(sent).toMatchObject([{ init: expected }, { init: expected }])
  })

  test('B14 the same through a middleware that passes the request on', async () => {
    const { fetch, sent } = await recordingApi({ middleware: [(request, next) => next(request)] })
    await fetch(url, { method: 'PUT', body: 'x', ...init, dispatcher: undefined } as unknown as RequestInit)
    const { dispatcher: _, ...visible } = expected
    expect(sent).toMatchObject([{ init: visible }, { init: visible }])
  })

  test('B14 what a Request does not show, through a middleware that makes a new one', async () => {
    const { fetch, sent } = await recordingApi({
      middleware: [(request, next) => next(new Request(request))],
    })
    await fetch(url, { method: 'PUT', body: 'x', next: init.next } as RequestInit)
    expect(sent).toMatchObject([{ init: { next: init.next } }, { init: { next: init.next } }])
    expect(sent.map((each) => each.init.method)).toEqual(['PUT', 'PUT'])
  })

  test('B14 the typed client’s per-request members', async () => {
    const { client, sent } = await recordingApi()
    await client.POST('/items', { body: { id: '1' }, signal: init.signal, keepalive: true })
    const visible = { signal: init.signal, keepalive: true }
    expect(sent).toMatchObject([{ init: visible }, { init: visible }])
  })

  test('B14 headers that an openapi-fetch middleware changed, both times', async () => {
    const { client, sent } = await recordingApi()
    client.use({
      onRequest({ request }) {
        request.headers.set('x-trace', 'abc')
        request.headers.delete('accept-language')
      },
    })
    await client.POST('/items', { body: { id: '1' }, headers: { 'accept-language': 'de' } })
    expect(sent.map(headersOf)).toMatchObject([{ 'x-trace': 'abc' }, { 'x-trace': 'abc' }])
    expect(sent.map((each) => 'accept-language' in headersOf(each))).toEqual([false, false])
    expect(sent.map(({ init: { body } }) => body)).toEqual(['{"id":"1"}', '{"id":"1"}'])
  })

  test('B14 fetch(url, request) takes method, headers and body of the request', async () => {
    const realm = tokenRealm()
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const { origin, requests } = await guardedServer(realm.accepts)
    const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin] })
    const template = new Request(`${origin}/a`, { method: 'POST', body: 'kept', headers: { 'x-a': '1' } })
    expect((await fetch(`${origin}/b`, template)).status).toBe(200)
    const expectedRequest = { method: 'POST', url: '/b', body: Buffer.from('kept') }
    expect(requests).toMatchObject([expectedRequest, expectedRequest])
    expect(requests[1]?.headers['x-a']).toBe('1')
  })

  test('B14 an init member that is undefined leaves the request’s own', async () => {
    const { fetch, sent } = await recordingApi()
    const request = new Request(url, { method: 'DELETE', headers: { 'x-a': '1' } })
    await fetch(request, { headers: undefined, method: undefined } as unknown as RequestInit)
    expect(sent.map((each) => [each.init.method, headersOf(each)['x-a']])).toEqual([
      ['DELETE', '1'],
      ['DELETE', '1'],
    ])
  })
})

describe('what the caller changes after the call', () => {
  test('B14 changes nothing that is sent: buffers, parameters, forms and headers', async () => {
    const realm = tokenRealm()
    const { origin, requests } = await recordingServer(({ headers }, response) => {
      response.writeHead(headers.authorization === 'Bearer token-1' ? 401 : 200).end()
    })
    const later = { tokens: realm.tokens, origins: [origin] }
    const direct = createAuthFetch(later)
    const behind = createAuthFetch({ ...later, middleware: [async (request, next) => next(await request)] })
    for (const fetch of [direct, behind]) {
      const buffer = new Uint8Array([1, 2, 3])
      const parameters = new URLSearchParams('a=1')
      const form = new FormData()
      form.append('a', '1')
      const headers = new Headers({ 'x-number': '1' })
      const send = (body: NonNullable<RequestInit['body']>) =>
        fetch(`${origin}/`, { method: 'POST', body, headers })
      const sent = [send(buffer), send(buffer.buffer), send(parameters), send(form)]
      buffer.fill(9)
      parameters.set('a', '9')
      form.set('a', '9')
      headers.set('x-number', '9')
      await Promise.all(sent)
    }
    // A form's boundary is chance, and may have any digit in it.
    const contents = requests.map(({ body }) => body.toString('latin1').replaceAll(/^--.*$/gm, ''))
    expect(contents.filter((content) => /[9\t]/.test(content))).toEqual([])
    expect(new Set(requests.map(({ headers }) => headers['x-number']))).toEqual(new Set(['1']))
    expect(requests.length).toBeGreaterThan(8)
  })
})
