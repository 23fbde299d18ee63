import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { readBody, readOutgoing } from '../src/outgoing.ts'
import { rememberingRequest } from '../src/remembering-request.ts'
import { sharedRecordingServer } from './recording-server.ts'
import { bodyKinds } from './replay-bodies.ts'
import { platformDispatcher, refusingServer } from './replay-matrix.ts'
import { tokenRealm } from './token-realm.ts'

const url = 'https://api.example.com/items'
const RememberingRequest = rememberingRequest()

describe('the init laid over a request', () => {
  test.each([
    ['that nobody has touched', false],
    ['whose headers somebody had in hand', true],
  ])('B14 counts, with one that remembers, %s', (_, touched) => {
    const request = new RememberingRequest(url, { method: 'POST', body: 'made', headers: { 'x-a': '1' } })
    if (touched) request.headers.set('x-a', '2')
    const { init } = readOutgoing(request, { body: 'over', cache: undefined } as unknown as RequestInit)
    expect(init).toMatchObject({ method: 'POST', body: 'over' })
    expect(init).not.toHaveProperty('cache')
    expect(new Headers(init.headers).get('x-a')).toBe(touched ? '2' : '1')
  })

  test.each([
    ['without a prototype', Object.create(null)],
    ['of a class', new (class Options {})()],
  ])('B14 counts whole, also what fetch alone knows of it: one %s', (_, init) => {
    Object.assign(init, { method: 'PUT', next: { revalidate: 1 } })
    expect({ ...readOutgoing(url, init).init }).toEqual({ method: 'PUT', next: { revalidate: 1 } })
  })

  test.each([
    ['inherited', Object.create({ method: 'PUT', headers: { 'x-a': '1' } }, { body: { value: 'over' } })],
    [
      'of a class',
      new (class {
        next = 1
        get method() {
          return 'PUT'
        }
        get headers() {
          return { 'x-a': '1' }
        }
        get body() {
          return 'over'
        }
      })(),
    ],
  ])('B14 counts as fetch reads it, by name: one whose members are %s', (_, init) => {
    const expected = { method: 'PUT', headers: { 'x-a': '1' }, body: 'over' }
    for (const input of [url, new URL(url), new Request(url), new RememberingRequest(url)])
      expect({ ...readOutgoing(input, init).init }).toMatchObject(expected)
  })

  test.each(['signal', 'redirect', 'mode', 'referrer', 'dispatcher'])(
    'B14 counts with an inherited %s',
    (name) => {
      const init: unknown = Object.create({ [name]: 'made up' })
      expect(readOutgoing(url, init as RequestInit).init).toEqual({ [name]: 'made up' })
    },
  )

  test('B14 that is null is none, as for fetch', async () => {
    const fetch = createAuthFetch({ tokens: tokenRealm().tokens, origins: [server.origin] })
    const { origin } = server
    for (const input of [origin, new URL(origin), new Request(origin), new RememberingRequest(origin)])
      await fetch(input, null as unknown as RequestInit)
    expect(server.requests.map(({ method }) => method)).toEqual(Array(4).fill('GET'))
  })

  const server = sharedRecordingServer()
  test('B14 its body takes the place of the request’s own', async () => {
    const fetch = createAuthFetch({ tokens: tokenRealm().tokens, origins: [server.origin] })
    for (const make of [Request, RememberingRequest]) {
      await fetch(new make(server.origin, { method: 'POST', body: 'made' }), { body: 'over' })
      await fetch(new make(server.origin, { method: 'POST', body: new Blob(['made']) }), { body: 'over' })
    }
    expect(server.requests.map(({ body }) => body.toString())).toEqual(Array(4).fill('over'))
  })

  test.each(bodyKinds.filter(({ streams }) => !streams))(
    'B14 a $name in a Request keeps the length that it knows, also where it is never sent again',
    async ({ make }) => {
      const fetch = createAuthFetch({
        tokens: tokenRealm().tokens,
        origins: [server.origin],
        replay: 'never',
      })
      for (const send of [globalThis.fetch, fetch])
        await send(new Request(server.origin, { method: 'POST', body: make(), headers: { 'x-a': '1' } }))
      const [native, ours] = server.requests
      expect(ours?.headers).toMatchObject({ 'content-length': String(ours?.body.length), 'x-a': '1' })
      expect(ours?.headers).not.toHaveProperty('transfer-encoding')
      expect(ours?.body).toHaveLength(native?.body.length ?? 0)
    },
  )

  test('B14 a body that is null is none', async () => {
    const fetch = createAuthFetch({ tokens: tokenRealm().tokens, origins: [server.origin] })
    await fetch(server.origin, { method: 'POST', body: null })
    expect(server.requests).toMatchObject([{ method: 'POST', body: Buffer.alloc(0) }])
  })
})

test('B14 a request whose body has been read is refused in words', async () => {
  const request = new Request(url, { method: 'POST', body: 'once' })
  await request.text()
  await expect(readBody(readOutgoing(request), {})).rejects.toThrow(
    new TypeError('The body of this request has been read before'),
  )
})

const refusing = refusingServer()
test('B14 a Request reaches the platform’s fetch as one: a dispatcher that only it knows applies, both times', async () => {
  const { server, staleTokens } = refusing
  const fetch = createAuthFetch({ tokens: await staleTokens(), origins: [server.origin] })
  const init = { method: 'POST', body: 'x', dispatcher: platformDispatcher } as unknown as RequestInit
  expect((await fetch(new Request(server.origin, init))).status).toBe(200)
  expect(server.requests.map(({ headers }) => headers['x-dispatcher'])).toEqual(['ours', 'ours'])
})
