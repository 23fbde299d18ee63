import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import { forSubject } from '../src/for-subject.ts'
import { createProvider } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { tokenRealm } from './token-realm.ts'

const origin = 'https://api.example.com'

/** An API that answers by the number of the token it sees: 401 to all of them, unless told otherwise. */
function stubbornApi() {
  const realm = tokenRealm()
  const api = { statusOf: (_tokenNumber: number): number => 401, calls: 0 }
  const carrier: Fetch = async (_, init) => {
    api.calls++
    const number = /\d+/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[0]
    return new Response(null, { status: api.statusOf(Number(number)) })
  }
  const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin], fetch: carrier })
  return { realm, api, carrier, fetch, get: () => fetch(`${origin}/items`).then(({ status }) => status) }
}

describe('a 401 that a new token does not cure', () => {
  test('B26 50 refused at once make at most 1 token call more, and the new token is kept', async () => {
    const { realm, get } = stubbornApi()
    await realm.tokens.getToken()
    expect(await Promise.all(Array.from({ length: 50 }, get))).toEqual(Array(50).fill(401))
    expect(realm.calls).toBe(2)
    expect((await realm.tokens.getToken()).accessToken).toBe('token-2')
  })

  test('B26 50 in a row within 5 s make 1 token call more, and 1 replay', async () => {
    const { realm, api, get } = stubbornApi()
    await realm.tokens.getToken()
    for (let index = 0; index < 50; index++) {
      expect(await get()).toBe(401)
      await realm.clock.advance(99)
    }
    expect(realm.calls).toBe(2)
    expect(api.calls).toBe(51)
  })

  test('B26 the cool-down doubles from 5 s to 60 s: one try at the end of each', async () => {
    const { realm, get } = stubbornApi()
    await get()
    const calls = [realm.calls]
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      await realm.clock.advance(seconds * 1_000 - 1)
      await get()
      const before = realm.calls
      await realm.clock.advance(1)
      await get()
      calls.push(before, realm.calls)
    }
    expect(calls).toEqual([2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8])
  })

  test('B26 a cured replay ends it: the next one starts at 5 s again', async () => {
    const { realm, api, get } = stubbornApi()
    await get()
    await realm.clock.advance(5_000)
    await get()
    await realm.clock.advance(10_000)
    // Only the tokens so far are refused: the next one cures.
    const known = realm.calls
    api.statusOf = (number) => (number <= known ? 401 : 200)
    expect(await get()).toBe(200)
    api.statusOf = () => 401
    const before = realm.calls
    await get()
    expect(realm.calls).toBe(before + 1)
    await realm.clock.advance(5_000)
    await get()
    expect(realm.calls).toBe(before + 2)
  })

  test('B26 in the cool-down a late 401 of an older token still adopts the newer one', async () => {
    const { realm, api, carrier, get } = stubbornApi()
    await realm.tokens.getToken()
    let answerLate = (): void => {}
    const late = createAuthFetch({
      tokens: realm.tokens,
      origins: [origin],
      fetch: (input, init) =>
        new Headers(init?.headers).get('authorization') === 'Bearer token-1'
          ? new Promise((resolve) => {
              answerLate = () => resolve(new Response(null, { status: 401 }))
            })
          : carrier(input, init),
    })(`${origin}/late`)
    await get()
    api.statusOf = () => 200
    answerLate()
    expect((await late).status).toBe(200)
    expect(realm.calls).toBe(2)
  })

  test('B26 the views of one subject share it, another subject has its own', async () => {
    const { realm, carrier } = stubbornApi()
    const call = (subject: string) =>
      createAuthFetch({ tokens: forSubject(realm.tokens, subject), origins: [origin], fetch: carrier })(
        `${origin}/items`,
      )
    await call('ann')
    expect(realm.calls).toBe(2)
    await call('ann')
    expect(realm.calls).toBe(2)
    await call('ben')
    expect(realm.calls).toBe(4)
  })

  test('B26 the clients that a provider makes for one subject share it', async () => {
    const { realm, carrier } = stubbornApi()
    const clientOf = createProvider<ItemPaths>(
      { tokens: realm.tokens, fetch: carrier },
      {
        name: 'createItemClient',
        credentials: [],
        baseUrl: () => origin,
        accept: 'application/json',
        grant: () => {
          throw new Error('not asked for: the tokens are given')
        },
      },
    )
    for (let index = 0; index < 10; index++) await clientOf('ann').GET('/items')
    expect(realm.calls).toBe(2)
  })
})
