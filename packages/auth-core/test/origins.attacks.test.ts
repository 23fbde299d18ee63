import createClient from 'openapi-fetch'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { authMiddleware } from '../src/auth-middleware.ts'
import { isLatchkeyError } from '../src/errors.ts'
import type { Fetch } from '../src/fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import { API, CONFIDENTIAL, hostileNetwork, SISTER } from './hostile-network.ts'
import type { ItemPaths } from './item-paths.ts'
import { type Attack, attacks } from './origins.attack-table.ts'
import { tokenRealm } from './token-realm.ts'

const { api, hostile } = hostileNetwork()
let realm: ReturnType<typeof tokenRealm>
beforeEach(() => {
  realm = tokenRealm()
})

const init: RequestInit = { method: 'POST', body: 'confidential', headers: { cookie: 'confidential' } }
const item = { body: { id: 'confidential' } }
const common = () => ({ tokens: realm.tokens, origins: [API, SISTER, api.origin] })

function typedClient(...middleware: Parameters<typeof createProviderClient>[0]['middleware'] & {}) {
  return createProviderClient<ItemPaths>({ ...common(), baseUrl: API, middleware })
}

type Way = (url: string) => Promise<unknown>

/** How a URL may reach us as it is written. */
const texts: Readonly<Record<string, Way>> = {
  createAuthFetch: (url) => createAuthFetch(common())(url, init),
  'the typed client’s fetch': (url) => typedClient().fetch(url, init),
  'a per-request baseUrl': (url) => typedClient().POST('/items', { ...item, baseUrl: url }),
}

/** How it may reach us in what somebody else has made of it: the platform itself may refuse to make that. */
const requests: Readonly<Record<string, Way>> = {
  'a URL': async (url) => createAuthFetch(common())(new URL(url), init),
  'a Request': async (url) => createAuthFetch(common())(new Request(url, init)),
  'a middleware': (url) =>
    createAuthFetch({
      ...common(),
      middleware: [(request, next) => next(new Request(url, request))],
    })(`${API}/items`, init),
  'a middleware of the typed client': (url) =>
    typedClient((request, next) => next(new Request(url, request))).POST('/items', item),
  'an openapi-fetch middleware': (url) => {
    const client = typedClient()
    client.use({ onRequest: ({ request }) => new Request(url, request) })
    return client.POST('/items', item)
  },
  'authMiddleware, with a per-request baseUrl': (url) => {
    const client = createClient<ItemPaths>({ baseUrl: API })
    const { tokens, ...options } = common()
    client.use(authMiddleware(tokens, options))
    return client.POST('/items', { ...item, baseUrl: url })
  },
}

async function expectRefused(send: Way, attack: Attack, refusal: (error: unknown) => void): Promise<void> {
  const url = attack({ api: api.origin, hostile: hostile.origin })
  for (const calls of [0, 1]) {
    const outcome = await send(url).catch((error: unknown) => error)
    refusal(outcome)
    expect(CONFIDENTIAL.filter((word) => String(outcome).includes(word))).toEqual([])
    expect([...api.requests, ...hostile.requests]).toEqual([])
    expect(realm.calls).toBe(calls)
    // Once more with a token in memory, which is a way of its own through the code.
    await realm.tokens.getToken()
  }
}

function ourRefusal(error: unknown): void {
  expect(error).toMatchObject({ code: 'origin_not_allowed', message: expect.not.stringContaining('secret') })
}

describe.each(Object.entries(texts))('B15 by %s', (_, send) => {
  test.each(Object.entries(attacks))('B15 is refused before anything is sent: %s', async (_, attack) => {
    await expectRefused(send, attack, ourRefusal)
  })
})

describe.each(Object.entries(requests))('B15 by %s', (_, send) => {
  test.each(Object.entries(attacks))('B15 is refused before anything is sent: %s', async (_, attack) => {
    await expectRefused(send, attack, (error) => {
      if (isLatchkeyError(error)) ourRefusal(error)
      else expect(error).toBeInstanceOf(TypeError)
    })
  })
})

test.each(Object.entries({ ...texts, ...requests }))(
  'B15 by %s a declared origin is reached, with token and body',
  async (_, send) => {
    await send(`${SISTER}/items`)
    expect(api.requests).toMatchObject([{ method: 'POST', headers: { authorization: 'Bearer token-1' } }])
    expect(String(api.requests[0]?.body)).toContain('confidential')
    expect(hostile.requests).toEqual([])
  },
)

test.each([
  '/\\evil.test/',
  '/@evil.test/',
  '/:8443@evil.test/',
  '/.evil.test/',
  '/..//evil.test/',
  '/\t/evil.test/',
])('B15 %j stays a path of the API', async (path) => {
  await typedClient().fetch(path, init)
  await typedClient().POST(path as '/items', item)
  expect(api.requests).toHaveLength(2)
  expect(hostile.requests).toEqual([])
})

describe('the network of these tests', () => {
  const carried: Fetch = (input, more) => fetch(input, { ...init, ...more })

  test.each([
    'https://evil.test/',
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'https://xn--pi-6kc.example.com/',
    'http://127.0.0.1.evil.localhost/',
  ])('B15 leads to the hostile server: %s', async (url) => {
    await carried(url)
    expect(hostile.requests).toMatchObject([{ body: Buffer.from('confidential') }])
    expect(api.requests).toEqual([])
  })

  test.each([API, SISTER])('B15 leads to the API: %s', async (origin) => {
    await carried(origin)
    expect(api.requests).toHaveLength(1)
    expect(hostile.requests).toEqual([])
  })
})
