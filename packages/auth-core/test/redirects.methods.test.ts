import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { recordingServer } from './recording-server.ts'
import { threeServers } from './three-servers.ts'
import { tokenRealm } from './token-realm.ts'

const STATUSES = [301, 302, 303, 307, 308]

describe('method and body of the request that follows', () => {
  const rows = [
    { status: 301, method: 'POST', becomes: 'GET', body: '' },
    { status: 302, method: 'POST', becomes: 'GET', body: '' },
    { status: 303, method: 'POST', becomes: 'GET', body: '' },
    { status: 307, method: 'POST', becomes: 'POST', body: 'kept' },
    { status: 308, method: 'POST', becomes: 'POST', body: 'kept' },
    { status: 301, method: 'PUT', becomes: 'PUT', body: 'kept' },
    { status: 302, method: 'PATCH', becomes: 'PATCH', body: 'kept' },
    { status: 303, method: 'PUT', becomes: 'GET', body: '' },
    { status: 303, method: 'DELETE', becomes: 'GET', body: '' },
    { status: 307, method: 'PUT', becomes: 'PUT', body: 'kept' },
    { status: 308, method: 'DELETE', becomes: 'DELETE', body: 'kept' },
  ]

  test.each(rows)('B15 $status of a $method is followed by a $becomes with "$body"', async (row) => {
    const { api, fetch, from } = await threeServers()
    const init = { method: row.method, body: 'kept', headers: { 'content-type': 'text/special' } }
    // As text, as a Request, and once more with the token in memory.
    await fetch(from(row.status, '/to'), init)
    await fetch(new Request(from(row.status, '/to'), init))
    await fetch(from(row.status, '/to'), init)
    const followed = api.requests.filter(({ url }) => url === '/to')
    expect(followed).toHaveLength(3)
    for (const { method, headers, body } of followed) {
      expect({ method, body: body.toString() }).toEqual({ method: row.becomes, body: row.body })
      expect(headers['content-type']).toBe(row.body === '' ? undefined : 'text/special')
    }
  })

  test.each(STATUSES)('B15 %i of a HEAD stays a HEAD', async (status) => {
    const { api, fetch, from } = await threeServers()
    await fetch(from(status, '/to'), { method: 'HEAD' })
    expect(api.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD'])
  })

  test('B15 303 of a POST to its own URL becomes a GET of it, also for a Request', async () => {
    const realm = tokenRealm()
    const { origin, requests } = await recordingServer(({ method }, response) =>
      response.writeHead(method === 'POST' ? 303 : 200, { location: '/same' }).end(),
    )
    const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin] })
    const response = await fetch(new Request(`${origin}/same`, { method: 'POST', body: 'x' }))
    expect(response.status).toBe(200)
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })

  test('B15 307 repeats a form with its boundary', async () => {
    const { api, fetch, from } = await threeServers()
    const form = new FormData()
    form.append('name', 'value')
    await fetch(from(307, '/to'), { method: 'POST', body: form })
    const [first, second] = api.requests
    expect(second?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
    expect(second?.body).toEqual(first?.body)
  })

  test('B15 307 with a stream beyond maxBytes is the answer', async () => {
    const { api, fetch, from } = await threeServers({ replay: { maxBytes: 2 } })
    const body = new Blob(['long']).stream()
    const response = await fetch(from(307, '/to'), { method: 'POST', body, duplex: 'half' })
    expect(response.status).toBe(307)
    expect(await response.text()).toContain('answer of')
    expect(api.requests).toHaveLength(1)
  })

  test('B14 a 401 behind a redirect is followed by a second try, from the start', async () => {
    const { realm, api, fetch, from } = await threeServers()
    await realm.tokens.getToken()
    const location = '/to'
    const { origin, requests } = await recordingServer(({ url, headers }, response) => {
      if (url === '/from') response.writeHead(307, { location }).end()
      else response.writeHead(headers.authorization === 'Bearer token-2' ? 200 : 401).end()
    })
    const guarded = createAuthFetch({ tokens: realm.tokens, origins: [origin] })
    expect((await guarded(`${origin}/from`, { method: 'POST', body: 'kept' })).status).toBe(200)
    expect(requests.map(({ url, body }) => `${url} ${body}`)).toEqual([
      '/from kept',
      '/to kept',
      '/from kept',
      '/to kept',
    ])
    // A 401 of somebody else says nothing about our token.
    expect((await fetch(from(302, `${api.origin}/x`))).status).toBe(200)
  })

  test.each([301, 302, 303])(
    'B14 a 401 after %i made a GET of a POST: only the GET is sent again',
    async (status) => {
      const realm = tokenRealm()
      const { origin, requests } = await recordingServer(({ method, headers }, response) => {
        if (method === 'POST') response.writeHead(status, { location: '/orders/1' }).end()
        else response.writeHead(headers.authorization === 'Bearer token-2' ? 200 : 401).end()
      })
      const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin] })
      const order = { method: 'POST', body: 'order', headers: { 'x-tenant': 'a' } }
      expect((await fetch(`${origin}/orders`, order)).status).toBe(200)
      expect(requests.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
        'POST /orders order',
        'GET /orders/1 ',
        'GET /orders/1 ',
      ])
      expect(requests.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'a', 'a'])
    },
  )

  test('B15 a 401 of an undeclared origin does not touch the token', async () => {
    const { realm, foreign, fetch, from } = await threeServers()
    const response = await fetch(from(302, `${foreign.origin}/to?status=401`))
    expect(response.status).toBe(401)
    expect(realm.invalidated).toEqual([])
    expect(foreign.requests).toHaveLength(1)
  })
})
