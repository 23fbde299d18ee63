import { inspect } from 'node:util'
import createClient from 'openapi-fetch'
import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { authMiddleware } from '../src/auth-middleware.ts'
import type { TokenSource } from '../src/token-source.ts'
import type { ItemPaths } from './item-paths.ts'

const origin = 'https://api.example.com'

const clients = {
  'the auth fetch': (tokens: TokenSource, fetch: (input: Request) => Promise<Response>) => {
    const send = createAuthFetch({
      tokens,
      origins: [origin],
      fetch: (input, init) => fetch(new Request(input, init)),
    })
    return (init: { headers?: Record<string, string> } = {}) => send(`${origin}/items`, init)
  },
  authMiddleware: (tokens: TokenSource, fetch: (input: Request) => Promise<Response>) => {
    const client = createClient<ItemPaths>({ baseUrl: origin, fetch })
    client.use(authMiddleware(tokens, { origins: [origin] }))
    return async (init: { headers?: Record<string, string> } = {}) =>
      (await client.GET('/items', init)).response
  },
}

/** An API that takes this token and no other. */
function taking(accepted: string) {
  const sent: (string | null)[] = []
  const fetch = async (request: Request) => {
    sent.push(request.headers.get('authorization'))
    return new Response('{}', { status: sent.at(-1) === `Bearer ${accepted}` ? 200 : 401 })
  }
  return { sent, fetch }
}

/** Nothing but `getToken`: `first`, and `forced` where a new one is asked for. */
function bareSource(first: string, forced: string) {
  const asked: (boolean | undefined)[] = []
  const tokens: TokenSource = {
    async getToken({ forceRefresh } = {}) {
      asked.push(forceRefresh)
      return { accessToken: forceRefresh ? forced : first, tokenType: 'Bearer' }
    },
  }
  return { asked, tokens }
}

describe.each(Object.entries(clients))('a token source with getToken alone, through %s', (_, clientOf) => {
  test('B14 is told to bring a new token after a 401, and the request is sent with that', async () => {
    const { sent, fetch } = taking('new')
    const { asked, tokens } = bareSource('old', 'new')
    expect((await clientOf(tokens, fetch)()).status).toBe(200)
    expect(sent).toEqual(['Bearer old', 'Bearer new'])
    expect(asked).toEqual([false, false, true])
  })

  test('B14 that brings the same one again: the 401 is the answer, nothing is sent twice', async () => {
    const { sent, fetch } = taking('new')
    expect((await clientOf(bareSource('old', 'old').tokens, fetch)()).status).toBe(401)
    expect(sent).toEqual(['Bearer old'])
  })

  test('B14 a 401 to an Authorization of the caller’s is the answer', async () => {
    const { sent, fetch } = taking('new')
    const { tokens } = bareSource('old', 'new')
    const { status } = await clientOf(tokens, fetch)({ headers: { authorization: 'Basic eDp5' } })
    expect([status, sent]).toEqual([401, ['Basic eDp5']])
  })
})

describe.each(Object.entries(clients))('a token source that is told what became of it, %s', (_, clientOf) => {
  test.each([
    ['cured', 'new', 200],
    ['refused', 'another', 401],
  ])('B26 the replay was %s', async (verdict, accepted, status) => {
    const told: string[] = []
    const { tokens } = bareSource('old', 'new')
    const listening: TokenSource = { ...tokens, replayed: (outcome) => void told.push(outcome) }
    expect((await clientOf(listening, taking(accepted).fetch)()).status).toBe(status)
    expect(told).toEqual([verdict])
  })
})

describe.each(Object.entries(clients))('a token source that returns no token, through %s', (_, clientOf) => {
  const nothing = [null, {}, 'made-up', { accessToken: null }, { accessToken: '' }]
  const unsendable = ['made-up\nmade-up', ' made-up', 'made-ü', 'made-up\0'].map((accessToken) => ({
    accessToken,
  }))
  const refused = { name: 'LatchkeyError', code: 'invalid_options' }

  async function expectRefused(tokens: object): Promise<void> {
    const { sent, fetch } = taking('none')
    const failure = await clientOf(tokens as TokenSource, fetch)().catch((error: unknown) => error)
    expect(failure).toMatchObject({ ...refused, message: expect.stringMatching(/^Option "tokens" returned/) })
    expect(inspect(failure)).not.toContain('made')
    expect(sent).toEqual([])
  }

  test.each([undefined, ...nothing, ...unsendable])('B17 B21 from getToken: %j is refused by name', (token) =>
    expectRefused({ getToken: async () => token }),
  )

  test('B17 B21 from a getToken that is no async function: null is refused by name', () =>
    expectRefused({ getToken: () => null }))

  test.each([...nothing, ...unsendable])('B17 B21 from peek: %j is refused by name', (token) =>
    expectRefused({ getToken: () => expect.unreachable('it should have been peeked at'), peek: () => token }),
  )

  test('B17 B21 nor after a token that was one, nor for the second try', async () => {
    let next: unknown = { accessToken: 'good', tokenType: 'Bearer' }
    const { sent, fetch } = taking('good')
    const tokens = { getToken: async () => next, peek: () => next } as TokenSource
    const send = clientOf(tokens, fetch)
    expect([(await send()).status, (await send()).status]).toEqual([200, 200])
    next = { accessToken: 'made-up\n', tokenType: 'Bearer' }
    await expect(send()).rejects.toMatchObject(refused)
    const { sent: tried, fetch: refusing } = taking('none')
    await expect(clientOf(bareSource('old', 'made-up\n').tokens, refusing)()).rejects.toMatchObject(refused)
    expect([sent, tried]).toEqual([['Bearer good', 'Bearer good'], ['Bearer old']])
  })
})
