import { beforeEach, describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import { API, expectNothingConfidential, hostileNetwork, redirectFrom, SISTER } from './hostile-network.ts'
import type { ItemPaths } from './item-paths.ts'
import { tokenRealm } from './token-realm.ts'

const { api, hostile } = hostileNetwork()
let realm: ReturnType<typeof tokenRealm>
beforeEach(() => {
  realm = tokenRealm()
})

const EVIL = 'https://evil.test'
const STATUSES = [301, 302, 303, 307, 308]
const METHODS = ['GET', 'POST', 'PUT'] as const
const headers = { cookie: 'confidential', 'proxy-authorization': 'Basic confidential' }
const common = () => ({ tokens: realm.tokens, origins: [API, SISTER, api.origin] })

type Send = (url: string, method?: (typeof METHODS)[number]) => Promise<Response>

const typed: Send = async (url, method = 'GET') => {
  const client = createProviderClient<ItemPaths>({ ...common(), baseUrl: API })
  const { origin, pathname, search } = new URL(url)
  const item = method === 'GET' ? {} : { body: { id: 'confidential' } }
  const call = client[method] as typeof client.POST
  return (await call((pathname + search) as '/items', { ...item, headers, baseUrl: origin })).response
}

const ways: Readonly<Record<string, Send>> = {
  createAuthFetch: (url, method = 'GET') => {
    const body = method === 'GET' ? {} : { body: 'confidential' }
    return createAuthFetch(common())(url, { method, headers, ...body })
  },
  'createAuthFetch, with a Request': (url, method = 'GET') => {
    const body = method === 'GET' ? {} : { body: 'confidential' }
    return createAuthFetch(common())(new Request(url, { method, headers, ...body }))
  },
  'the typed client': typed,
}

/** What stands in `Location`, on https://api.example.com. */
const locations: Readonly<Record<string, string>> = {
  'another host': `${EVIL}/to`,
  'another host, in upper case': 'HTTPS://EVIL.TEST/to',
  'no scheme': '//evil.test/to',
  backslashes: '\\\\evil.test\\to',
  'a slash and a backslash': '/\\evil.test/to',
  'a tab between slashes': '/\t/evil.test/to',
  'no slashes, another scheme': 'http:evil.test/to',
  'a backslash before the @': 'https://evil.test\\@api.example.com/to',
  'a longer host': `${API}.evil.test/to`,
  'a longer host with an encoded dot': `${API}%2Eevil.test/to`,
  'a trailing dot': `${API}./to`,
  punycode: 'https://xn--pi-6kc.example.com/to',
  'the same host, another port': `${API}:8443/to`,
  'http in place of https': 'http://api.example.com/to',
  'another name of the loopback': 'http://localhost:8080/to',
  'the loopback as IPv6': 'http://[::1]/to',
}

describe.each(Object.entries(ways))('B15 a redirect of the API, through %s', (_, send) => {
  const rows = STATUSES.flatMap((status) => METHODS.map((method) => ({ status, method })))

  test.each(rows)('B15 $status of a $method takes nothing of ours elsewhere', async ({ status, method }) => {
    const repeats = status >= 307 || (status !== 303 && method === 'PUT')
    for (const [name, location] of Object.entries(locations)) {
      hostile.requests.length = 0
      const outcome = await send(redirectFrom(API, status, location), method).catch((error: unknown) => error)
      if (repeats) expect(outcome, name).toMatchObject({ code: 'origin_not_allowed' })
      else expect(outcome, name).toMatchObject({ status: 200 })
      expect(hostile.requests, name).toHaveLength(repeats ? 0 : 1)
      expectNothingConfidential(hostile.requests)
    }
  })

  test.each([
    'data:text/plain,x',
    `blob:${API}/5a1f`,
    'file:///etc/hostname',
    'javascript:alert(1)',
    'wss://evil.test/',
  ])('B15 to %s is an error', async (location) => {
    for (const status of STATUSES)
      await expect(send(redirectFrom(API, status, location))).rejects.toMatchObject({
        code: 'origin_not_allowed',
      })
    expect(hostile.requests).toEqual([])
  })

  // fetch itself makes no request of such a URL.
  test.each([
    `${API}@evil.test/to`,
    'https://user:password@evil.test/to',
    'https://user:password@api.example.com/to',
  ])('B15 to %s is an error', async (location) => {
    for (const status of STATUSES) await expect(send(redirectFrom(API, status, location))).rejects.toThrow()
    expect(hostile.requests).toEqual([])
    expect(api.requests).toHaveLength(STATUSES.length)
  })

  test.each(STATUSES)('B15 %i and back: the token does not come back', async (status) => {
    const back = redirectFrom(EVIL, 302, `${API}/admin`)
    await send(redirectFrom(API, status, back)).catch(() => {})
    expectNothingConfidential(hostile.requests)
    const [, ...returned] = api.requests
    expect(returned).toHaveLength(status < 307 ? 1 : 0)
    for (const request of returned) expect(request.headers).not.toHaveProperty('authorization')
  })

  test.each(STATUSES)('B15 %i to a declared origin, and from there elsewhere', async (status) => {
    const away = redirectFrom(SISTER, 302, `${EVIL}/to`)
    expect((await send(redirectFrom(API, status, away))).status).toBe(200)
    expect(api.requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ])
    expect(hostile.requests).toHaveLength(1)
    expectNothingConfidential(hostile.requests)
  })

  test('B15 a 401 from elsewhere gets no second try, and the token stays', async () => {
    expect((await send(redirectFrom(API, 302, `${EVIL}/refused`))).status).toBe(401)
    expect(hostile.requests).toHaveLength(1)
    expectNothingConfidential(hostile.requests)
    expect(realm.invalidated).toEqual([])
    expect(realm.calls).toBe(1)
  })

  test('B15 25 redirects, to and fro, end after 20', async () => {
    let location = `${API}/to`
    for (let hop = 0; hop < 24; hop++) location = redirectFrom(hop % 2 === 0 ? API : EVIL, 302, location)
    const sent = send(redirectFrom(API, 302, location))
    await expect(sent).rejects.toThrow()
    expect(api.requests.length + hostile.requests.length).toBe(21)
    expectNothingConfidential(hostile.requests)
    expect(api.requests.filter((request) => request.headers.authorization !== undefined)).toHaveLength(1)
  })
})
