import createClient from 'openapi-fetch'
import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { authMiddleware } from '../src/auth-middleware.ts'
import type { TokenSource } from '../src/token-source.ts'
import type { ItemPaths } from './item-paths.ts'
import { tokenRealm } from './token-realm.ts'

const origin = 'https://api.example.com'

/** An API that gives these answers in turn, and knows which of their bodies were let go. */
function answering(...answers: ResponseInit[]) {
  const discarded: number[] = []
  let calls = 0
  const fetch = async () => {
    const number = calls++
    const body = new ReadableStream(
      { pull: (controller) => controller.close(), cancel: () => void discarded.push(number) },
      { highWaterMark: 0 },
    )
    return new Response(body, answers[number])
  }
  return { fetch, discarded }
}

/** Has one token, and is gone afterwards. */
function failingSource(): TokenSource {
  let asked = 0
  return {
    async getToken() {
      if (asked++ > 0) throw new Error('no other token')
      return { accessToken: 'made-up', tokenType: 'Bearer' }
    },
  }
}

const clients = {
  'the auth fetch': (tokens: TokenSource, fetch: () => Promise<Response>) => {
    const send = createAuthFetch({ tokens, origins: [origin], fetch })
    return () => send(origin)
  },
  authMiddleware: (tokens: TokenSource, fetch: () => Promise<Response>) => {
    const client = createClient<ItemPaths>({ baseUrl: origin, fetch })
    client.use(authMiddleware(tokens, { origins: [origin] }))
    return async () => (await client.GET('/items', { parseAs: 'stream' })).response
  },
}

describe.each(Object.entries(clients))('an answer that nobody reads, through %s', (_, clientOf) => {
  test('B14 a 401 that is followed by a second try gives its connection back', async () => {
    const { fetch, discarded } = answering({ status: 401 }, { status: 200 })
    expect((await clientOf(tokenRealm().tokens, fetch)()).status).toBe(200)
    expect(discarded).toEqual([0])
  })

  test('B14 the same where no other token can be had', async () => {
    const { fetch, discarded } = answering({ status: 401 })
    await expect(clientOf(failingSource(), fetch)()).rejects.toThrow('no other token')
    expect(discarded).toEqual([0])
  })

  test('B14 a 401 that is the answer is left to the caller', async () => {
    const { fetch, discarded } = answering({ status: 401 }, { status: 401 })
    expect((await clientOf(tokenRealm().tokens, fetch)()).status).toBe(401)
    expect(discarded).toEqual([0])
  })
})

test.each([
  ['elsewhere', { status: 307, headers: { location: 'https://other.example/' } }],
  ['off the web', { status: 302, headers: { location: 'ftp://api.example.com/' } }],
])('B15 a redirect %s, which is refused, gives its connection back', async (_, answer) => {
  const { fetch, discarded } = answering(answer)
  const sent = clients['the auth fetch'](tokenRealm().tokens, fetch)()
  await expect(sent).rejects.toMatchObject({ code: 'origin_not_allowed' })
  expect(discarded).toEqual([0])
})

test('B15 a redirect that is followed gives its connection back', async () => {
  const { fetch, discarded } = answering({ status: 302, headers: { location: '/to' } }, { status: 200 })
  await clients['the auth fetch'](tokenRealm().tokens, fetch)()
  expect(discarded).toEqual([0])
})
