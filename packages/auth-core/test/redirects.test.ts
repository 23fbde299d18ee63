import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { type Recorded, recordingServer } from './recording-server.ts'
import { threeServers } from './three-servers.ts'
import { tokenRealm } from './token-realm.ts'

const STATUSES = [301, 302, 303, 307, 308] as const
const authorizations = (requests: readonly Recorded[]) => requests.map(({ headers }) => headers.authorization)

describe('a redirect of the API', () => {
  test.each(STATUSES)('B15 %i of a GET is followed with the token on the same origin', async (status) => {
    const { api, fetch, from } = await threeServers()
    const response = await fetch(from(status, '/to?x=1'))
    expect(await response.text()).toBe('answer of /to?x=1')
    expect(authorizations(api.requests)).toEqual(['Bearer token-1', 'Bearer token-1'])
  })

  test.each(STATUSES)('B15 %i of a GET takes the token along to a declared origin', async (status) => {
    const { sister, fetch, from } = await threeServers()
    expect((await fetch(from(status, `${sister.origin}/to`))).status).toBe(200)
    expect(authorizations(sister.requests)).toEqual(['Bearer token-1'])
  })

  test.each([301, 302, 303])(
    'B15 %i of a GET leads elsewhere without token, cookie or credentials',
    async (status) => {
      const { foreign, fetch, from } = await threeServers()
      const headers = { cookie: 'session=1', 'proxy-authorization': 'Basic eDp5', 'x-kept': 'yes' }
      // Twice: once before and once after the token is in memory, which are different ways through the code.
      for (const _ of [1, 2]) await fetch(from(status, `${foreign.origin}/to`), { headers })
      expect(foreign.requests).toHaveLength(2)
      for (const request of foreign.requests) {
        expect(request.headers).not.toHaveProperty('authorization')
        expect(request.headers).not.toHaveProperty('cookie')
        expect(request.headers).not.toHaveProperty('proxy-authorization')
        expect(request.headers['x-kept']).toBe('yes')
      }
    },
  )

  test.each(STATUSES)('B15 %i on the same origin keeps every header of a GET', async (status) => {
    const { api, fetch, from } = await threeServers()
    const headers = {
      cookie: 'session=1',
      'proxy-authorization': 'Basic eDp5',
      'content-type': 'text/special',
    }
    for (const _ of [1, 2]) await fetch(from(status, '/to'), { headers })
    expect(api.requests.map((request) => request.headers)).toMatchObject(Array(4).fill(headers))
  })

  test.each(STATUSES)(
    'B15 %i elsewhere takes along no Authorization of the caller’s either',
    async (status) => {
      const { sister, foreign, fetch, from } = await threeServers()
      const headers = { authorization: 'Basic eDp5' }
      await fetch(from(status, `${sister.origin}/to`), { headers })
      await fetch(from(status, `${foreign.origin}/to`), { headers }).catch(() => {})
      expect(authorizations([...sister.requests, ...foreign.requests]).filter(Boolean)).toEqual([])
      expect(sister.requests).toHaveLength(1)
    },
  )

  test.each([
    ...[307, 308].flatMap((status) => ['GET', 'POST', 'PUT', 'DELETE'].map((method) => ({ status, method }))),
    ...[301, 302].flatMap((status) => ['PUT', 'PATCH', 'DELETE'].map((method) => ({ status, method }))),
  ])(
    'B15 $status of a $method to elsewhere is an error, and nothing is sent there',
    async ({ status, method }) => {
      const { foreign, fetch, from } = await threeServers()
      const body = method === 'GET' ? {} : { body: 'confidential' }
      for (const _ of [1, 2]) {
        const sent = fetch(from(status, `${foreign.origin}/to`), { method, ...body })
        await expect(sent).rejects.toMatchObject({
          code: 'origin_not_allowed',
          message: expect.stringContaining(foreign.origin),
        })
      }
      expect(foreign.requests).toEqual([])
    },
  )

  test('B15 a token that went without does not come back with the next redirect', async () => {
    const { api, foreign, fetch, from } = await threeServers()
    const back = from(302, `${api.origin}/admin`, foreign.origin)
    expect((await fetch(from(302, back))).status).toBe(200)
    expect(authorizations(api.requests)).toEqual(['Bearer token-1', undefined])
  })

  test.each(['data:text/plain,hello', 'file:///etc/hostname', 'blob:null/1', 'ftp://127.0.0.1/'])(
    'B15 a redirect to %s leaves the web, and is an error',
    async (to) => {
      const { fetch, from } = await threeServers()
      await expect(fetch(from(302, to))).rejects.toMatchObject({ code: 'origin_not_allowed' })
    },
  )

  test('B15 a redirect to a URL with credentials carries no token, even on a declared origin', async () => {
    const sent: (string | null)[] = []
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: ['https://api.example.com'],
      async fetch(input, init) {
        sent.push(new Headers(init?.headers).get('authorization'))
        if (String(input).includes('user')) return new Response()
        return new Response(null, {
          status: 302,
          headers: { location: 'https://user:pass@api.example.com/' },
        })
      },
    })
    // Twice: before and after the token is in memory.
    for (const _ of [1, 2]) await fetch('https://api.example.com/')
    expect(sent).toEqual(['Bearer token-1', null, 'Bearer token-1', null])
  })

  test('B15 redirects without end end after 20', async () => {
    const loop = await recordingServer((_, response) => response.writeHead(302, { location: '/' }).end())
    const looping = createAuthFetch({ tokens: tokenRealm().tokens, origins: [loop.origin] })
    await expect(looping(loop.origin)).rejects.toThrow('More than 20 redirects')
    expect(loop.requests).toHaveLength(21)
  })

  test.each([
    ['raw UTF-8', 'utf8', '/é/秘?q=ü', '/%C3%A9/%E7%A7%98?q=%C3%BC'],
    // Fetch itself makes a question mark of it, which leads nowhere.
    ['what is Latin-1', 'latin1', '/é', '/%C3%A9'],
    ['escapes', 'latin1', '/%e9', '/%e9'],
  ] as const)('B15 a redirect to %s leads to the place that is meant', async (_, encoding, to, expected) => {
    const location = Buffer.from(to, encoding).toString('latin1')
    const { origin, requests } = await recordingServer(({ url }, response) =>
      response.writeHead(url === '/' ? 302 : 200, url === '/' ? { location } : {}).end(),
    )
    await createAuthFetch({ tokens: tokenRealm().tokens, origins: [origin] })(origin)
    expect(requests.map(({ url }) => url)).toEqual(['/', expected])
  })

  test('B15 a redirect without a location is the answer', async () => {
    const { api, fetch } = await threeServers()
    const response = await fetch(`${api.origin}/from?status=302`)
    expect(response.status).toBe(302)
    expect(await response.text()).toContain('answer of')
  })
})

describe('a caller who does not want to follow', () => {
  test('B15 redirect: "manual" gets the redirect', async () => {
    const { api, foreign, fetch, from } = await threeServers()
    for (const _ of [1, 2]) {
      const response = await fetch(from(302, foreign.origin), { redirect: 'manual' })
      expect(response.status).toBe(302)
      expect(response.headers.get('location')).toBe(foreign.origin)
    }
    expect(api.requests).toHaveLength(2)
    expect(foreign.requests).toEqual([])
  })

  test('B15 redirect: "error" gets fetch’s own error', async () => {
    const { foreign, fetch, from } = await threeServers()
    for (const _ of [1, 2])
      await expect(fetch(from(302, foreign.origin), { redirect: 'error' })).rejects.toThrow('fetch failed')
    expect(foreign.requests).toEqual([])
  })

  test('B15 where a browser hides the redirect, it is an error', async () => {
    const opaque = { type: 'opaqueredirect', status: 0, headers: new Headers() } as Response
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: ['https://api.example.com'],
      fetch: async () => opaque,
    })
    for (const _ of [1, 2]) {
      await expect(fetch('https://api.example.com/')).rejects.toMatchObject({
        code: 'origin_not_allowed',
        message: expect.stringContaining('a place that the browser hides'),
      })
      expect(await fetch('https://api.example.com/', { redirect: 'manual' })).toBe(opaque)
    }
  })
})
