import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { ReplayOption } from '../src/replay.ts'
import { tokenRealm } from './token-realm.ts'

const origin = 'https://api.example.com'

/** An API that refuses every token, and a request that cannot be sent again. */
function refusedOnce(replay: ReplayOption) {
  const realm = tokenRealm()
  const refusing = { status: 401 }
  const fetch = createAuthFetch({
    tokens: realm.tokens,
    origins: [origin],
    fetch: async () => new Response(null, { status: refusing.status }),
    replay,
  })
  const post = () =>
    fetch(`${origin}/items`, {
      method: 'POST',
      body: new Blob(['a long stream']).stream(),
      duplex: 'half',
    } as RequestInit).then(({ status }) => status)
  return { realm, refusing, post }
}

describe.each<[string, ReplayOption]>([
  ['with replay "never"', 'never'],
  ['with a stream that is longer than what is kept', { maxBytes: 4 }],
])('a 401 that a new token does not cure, %s', (_, replay) => {
  test('B26 50 in a row within 5 s make 1 token call more', async () => {
    const { realm, post } = refusedOnce(replay)
    for (let index = 0; index < 50; index++) {
      expect(await post()).toBe(401)
      await realm.clock.advance(99)
    }
    expect(realm.calls).toBe(2)
  })

  test('B26 one more at the end of each cool-down, which doubles', async () => {
    const { realm, post } = refusedOnce(replay)
    await post()
    await post()
    await realm.clock.advance(5_000)
    await post()
    await post()
    await realm.clock.advance(9_999)
    await post()
    expect(realm.calls).toBe(3)
  })

  test('B26 long after it the next revocation costs one token call, and 5 s again', async () => {
    const { realm, refusing, post } = refusedOnce(replay)
    await post()
    await post()
    refusing.status = 200
    await realm.clock.advance(86_000_000)
    expect(await post()).toBe(200)
    refusing.status = 401
    const before = realm.calls
    for (const ms of [1_000, 3_999, 1_001]) {
      await post()
      await realm.clock.advance(ms)
    }
    await post()
    await post()
    expect(realm.calls).toBe(before + 2)
  })
})
