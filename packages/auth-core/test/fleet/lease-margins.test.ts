import { describe, expect, it } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { createTokenSource } from '../../src/token-source.ts'
import { settled as untilSettled } from '../settled.ts'
import { clientId, clientSecret, stubTokenEndpoint, tokenUrl } from '../token-endpoint-stub.ts'
import { createStrictJudge } from './strict-judge.ts'

const LIFETIME_MS = 60_000

type Store = Required<TokenStore>

const after = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.setTimer(resolve, ms))

/** Two sources that share a store, one of them with a view of its own; their token has expired. */
async function expired(viewOf: (store: Store, clock: Clock) => TokenStore) {
  const ticking = manualClock()
  let aheadMs = 0
  /** Can jump, as for a machine that was suspended: no timer comes between. */
  const clock: Clock = { ...ticking, monotonic: () => ticking.monotonic() + aheadMs }
  const judge = createStrictJudge(LIFETIME_MS)
  const endpoint = stubTokenEndpoint(({ fields }) => {
    const members = judge.judge(fields)
    return Response.json(members ?? { error: 'invalid_grant' }, { status: members ? 200 : 400 })
  }, ticking)
  const client = { tokenUrl, clientId, clientSecret, fetch: endpoint.fetch }
  const source = (store: TokenStore) =>
    createTokenSource({
      grant: refreshToken({ initial: password({ ...client, username: 'u', password: 'p' }) }),
      store,
      clock,
    })
  const shared = createMemoryStore({ clock }) as Store
  const [one, other] = [source(viewOf(shared, clock)), source(shared)]

  const settled = <T>(promise: Promise<T>) => untilSettled(promise, ticking)
  await settled(one.getToken())
  await settled(other.getToken())
  await ticking.advance(LIFETIME_MS)
  return {
    ...judge,
    ...{ one, other, settled },
    jump(ms: number) {
      aheadMs += ms
    },
    /** What both get where the endpoint takes almost all of its time and the other one asks meanwhile. */
    raceAtSlowEndpoint() {
      const { answer } = endpoint
      endpoint.answer = async (...call) => {
        const judged = answer(...call)
        await after(clock, 9_900)
        return judged
      }
      const late = after(clock, 2_000).then(() => other.getToken())
      return settled(Promise.all([one.getToken(), late]))
    },
  }
}

/** What follows each of the next reads, before its answer is there. */
type Interruptions = (() => Promise<unknown>)[]

function interrupted(interruptions: Interruptions) {
  return (store: Store): TokenStore => ({
    ...store,
    async get(...query) {
      const found = await store.get(...query)
      await interruptions.shift()?.()
      return found
    },
  })
}

describe('a refresh token is spent only under the lease', () => {
  it('B10 B11 and not where the read under it fails: somebody else may have spent the token', async () => {
    const interruptions: Interruptions = []
    const { one, other, settled, calls, revoked } = await expired(interrupted(interruptions))
    interruptions.push(
      () => other.getToken(),
      () => Promise.reject(new Error('the store is down')),
    )
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-3' })
    expect(calls.map(({ grantType }) => grantType)).toEqual(['password', 'refresh_token', 'password'])
    expect(revoked).toEqual([])
  })

  it('B10 and not after a pause in which it ran out: what somebody else brought meanwhile is taken', async () => {
    const interruptions: Interruptions = []
    const { one, other, jump, settled, calls, revoked } = await expired(interrupted(interruptions))
    interruptions.push(
      async () => {},
      async () => {
        jump(LIFETIME_MS / 2)
        await other.getToken()
      },
    )
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-2' })
    expect(calls.map(({ grantType }) => grantType)).toEqual(['password', 'refresh_token'])
    expect(revoked).toEqual([])
  })

  it('B10 which lasts while store and endpoint take almost all of their time', async () => {
    let isSlow = false
    const { raceAtSlowEndpoint, calls, revoked } = await expired((store, clock) => {
      const slowly = async <T>(answer: Promise<T>): Promise<T> => {
        if (isSlow) await Promise.all([answer, after(clock, 900)])
        return answer
      }
      return {
        get: (...query) => slowly(store.get(...query)),
        lease: (...terms) => slowly(store.lease(...terms)),
        async set(...record) {
          await slowly(Promise.resolve())
          return store.set(...record)
        },
      }
    })
    isSlow = true
    const tokens = await raceAtSlowEndpoint()
    expect(tokens).toMatchObject([{ accessToken: 'token-2' }, { accessToken: 'token-2' }])
    expect(calls).toHaveLength(2)
    expect(revoked).toEqual([])
  })

  it('B10 which lasts for the initial grant that follows too', async () => {
    const { raceAtSlowEndpoint, calls, judge } = await expired((store) => store)
    judge({ grant_type: 'refresh_token', refresh_token: 'refresh-1' })
    calls.length = 0
    const tokens = await raceAtSlowEndpoint()
    expect(tokens).toMatchObject([{ accessToken: 'token-3' }, { accessToken: 'token-3' }])
    expect(calls.map(({ grantType }) => grantType)).toEqual(['refresh_token', 'password'])
  })
})
