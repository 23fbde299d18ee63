import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import type { AccessToken } from '../src/token.ts'
import { tokenRealm } from './token-realm.ts'

const origin = 'https://api.example.com'
const authorizationOf = (init?: RequestInit) => new Headers(init?.headers).get('authorization') ?? undefined

/** An API whose nth answer comes `delayOf(n)` milliseconds of the manual clock later. */
function slowApi(realm: ReturnType<typeof tokenRealm>, delayOf: (call: number) => number) {
  const api = { calls: 0, delayOf }
  const fetch: Fetch = (_, init) => {
    const status = realm.accepts(authorizationOf(init)) ? 200 : 401
    return new Promise((resolve) =>
      realm.clock.setTimer(() => resolve(new Response(null, { status })), api.delayOf(api.calls++)),
    )
  }
  return { api, fetch: createAuthFetch({ tokens: realm.tokens, origins: [origin], fetch }) }
}

async function answered(realm: ReturnType<typeof tokenRealm>, responses: Promise<Response>[]) {
  await realm.clock.advance(1_000)
  return (await Promise.all(responses)).map(({ status }) => status)
}

describe('a token revoked under requests in flight', () => {
  test('B02 100 requests whose 401s arrive over 300 ms make 1 token call and at most 200 API calls', async () => {
    const realm = tokenRealm()
    const { api, fetch } = slowApi(realm, (call) => call * 3)
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const responses = Array.from({ length: 100 }, (_, index) => fetch(`${origin}/items/${index}`))
    expect(await answered(realm, responses)).toEqual(Array(100).fill(200))
    expect(realm.calls).toBe(2)
    expect(api.calls).toBe(200)
    expect(new Set(realm.invalidated)).toEqual(new Set(['token-1']))
    expect((await realm.tokens.getToken()).accessToken).toBe('token-2')
  })

  test('B02 the same with a token call that takes longer than some of the 401s', async () => {
    const realm = tokenRealm()
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow = { ...realm.tokens, getToken: async () => realm.tokens.getToken().finally(() => gate) }
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const api: Fetch = async (_, init) =>
      new Response(null, { status: realm.accepts(authorizationOf(init)) ? 200 : 401 })
    const fetch = createAuthFetch({ tokens: slow, origins: [origin], fetch: api })
    const responses = Array.from({ length: 100 }, () => fetch(`${origin}/items`))
    await realm.clock.advance(0)
    open()
    expect(await answered(realm, responses)).toEqual(Array(100).fill(200))
    expect(realm.calls).toBe(2)
  })

  test('B02 a late 401 of an older token adopts the newer one and drops nothing', async () => {
    const realm = tokenRealm()
    const { api, fetch } = slowApi(realm, (call) => (call === 0 ? 300 : 1))
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const late = fetch(`${origin}/late`)
    const early = fetch(`${origin}/early`)
    await realm.clock.advance(10)
    expect((await early).status).toBe(200)
    expect(await answered(realm, [late])).toEqual([200])
    expect({ tokenCalls: realm.calls, apiCalls: api.calls }).toEqual({ tokenCalls: 2, apiCalls: 4 })
    expect((await realm.tokens.getToken()).accessToken).toBe('token-2')
  })

  test('B02 no time passes between the 401 and the second try', async () => {
    const realm = tokenRealm()
    const sentAt: number[] = []
    const api: Fetch = async (_, init) => {
      sentAt.push(realm.clock.monotonic())
      return new Response(null, { status: realm.accepts(authorizationOf(init)) ? 200 : 401 })
    }
    const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin], fetch: api })
    await realm.tokens.getToken()
    realm.revoke('token-1')
    expect((await fetch(`${origin}/items`)).status).toBe(200)
    expect(sentAt).toEqual([0, 0])
    expect(realm.clock.timers).toBe(0)
  })

  test('B02 a source that has nothing but getToken is asked for another token', async () => {
    const asked: (boolean | undefined)[] = []
    let number = 1
    const tokens = {
      async getToken({ forceRefresh }: { forceRefresh?: boolean | undefined } = {}): Promise<AccessToken> {
        asked.push(forceRefresh)
        if (forceRefresh) number++
        return { accessToken: `own-${number}`, tokenType: 'Bearer' }
      },
    }
    const fetch = createAuthFetch({
      tokens,
      origins: [origin],
      fetch: async (_, init) =>
        new Response(null, { status: authorizationOf(init) === 'Bearer own-2' ? 200 : 401 }),
    })
    expect((await fetch(`${origin}/items`)).status).toBe(200)
    expect(asked).toEqual([false, false, true])
  })
})
