import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import type { Secret } from '../../src/secret.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { createTokenSource } from '../../src/token-source.ts'
import type { TokenSourceOptions } from '../../src/token-source-options.ts'
import { settled as untilSettled } from '../settled.ts'
import { leasableStore } from '../stores/leasable-store.ts'
import {
  clientId,
  clientSecret,
  hang,
  outcomeOf,
  refuse,
  stubTokenEndpoint,
  tokenUrl,
} from '../token-endpoint-stub.ts'
import { createStrictJudge } from './strict-judge.ts'

// A refresh token that is sent is spent, whatever becomes of the answer; sent twice, it ends the login.

afterEach(() => vi.restoreAllMocks())

const LIFETIME_MS = 60_000
const BUDGET_MS = 30_000
const after = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.setTimer(resolve, ms))
const gone = () => Promise.reject(new Error('connection lost'))

/** A server that detects reuse, a store, and sources of one login that share both. */
function login() {
  const judge = createStrictJudge(LIFETIME_MS)
  const endpoint = stubTokenEndpoint(({ fields }) => {
    const members = judge.judge(fields)
    return Response.json(members ?? { error: 'invalid_grant' }, { status: members ? 200 : 400 })
  })
  const { clock, fetch } = endpoint
  const client = { tokenUrl, clientId, clientSecret, fetch }
  const store = leasableStore(clock)
  const source = (seed: Secret, terms: Partial<TokenSourceOptions> = {}) =>
    createTokenSource({
      grant: refreshToken({ ...client, refreshToken: seed, subject: 'anna' }),
      ...{ clock, store, ...terms },
    })
  /** Each answer takes so long, in turn; what is judged is judged at once. */
  function delay(...delaysMs: number[]) {
    const { answer } = endpoint
    endpoint.answer = async (...call) => {
      const judged = await answer(...call)
      await after(clock, delaysMs.shift() ?? 0)
      return judged
    }
  }
  const settled = <T>(promise: Promise<T>, stepMs?: number) => untilSettled(promise, clock, stepMs)
  return { ...judge, clock, client, endpoint, store, source, delay, settled }
}

describe('a refresh token is sent only where there is time for its answer', () => {
  it.each([21, 25, 29])('B08 B09 and not after a Retry-After of %i s', async (seconds) => {
    const { clock, endpoint, revoked, source, delay, settled, signIn } = login()
    const one = source(signIn())
    await settled(one.getToken())
    await clock.advance(LIFETIME_MS)
    const { answer } = endpoint
    endpoint.answer = () => {
      endpoint.answer = answer
      delay(9_500)
      return refuse(503, undefined, { 'retry-after': String(seconds) })
    }
    const error = await settled(one.getToken())
    expect(error).toMatchObject({ code: 'token_endpoint_unavailable', retryAfterMs: seconds * 1_000 })
    await clock.advance(seconds * 1_000)
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-3' })
    expect(revoked).toEqual([])
  })

  it.each([
    ['attempts are short', { attemptTimeoutMs: 1_000 }, 27],
    ['all of the budget is less than an attempt', { tokenBudgetMs: 6_000 }, 3],
  ])('B08 B09 and sooner where %s', async (_, terms, seconds) => {
    const { clock, endpoint, revoked, source, settled, signIn } = login()
    const one = source(signIn(), terms)
    await settled(one.getToken())
    await clock.advance(LIFETIME_MS)
    const { answer } = endpoint
    endpoint.answer = () => {
      endpoint.answer = answer
      return refuse(503, undefined, { 'retry-after': String(seconds) })
    }
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-3' })
    expect(revoked).toEqual([])
  })

  it('B08 and the second try after one without an answer comes while there is', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.99)
    const { clock, endpoint, source, settled, signIn } = login()
    const one = source(signIn(), { tokenBudgetMs: 15_300 })
    await settled(one.getToken())
    await clock.advance(LIFETIME_MS)
    const { answer } = endpoint
    endpoint.answer = (call) => {
      endpoint.answer = answer
      return hang(call)
    }
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-3' })
  })

  it('B08 and an outage is not met by ever faster tries', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const { endpoint, source, settled, signIn } = login()
    const at: number[] = []
    endpoint.answer = (call) => {
      at.push(call.at)
      return refuse(503)
    }
    const error = await settled(source(signIn()).getToken(), 500)
    expect(error).toMatchObject({ code: 'token_endpoint_unavailable' })
    const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500)
  })

  it('B10 and not where the lease comes at the end of the budget', async () => {
    const { clock, revoked, store, source, delay, settled, signIn, calls } = login()
    const one = source(signIn())
    await settled(one.getToken())
    await clock.advance(LIFETIME_MS)
    delay(500, 500)
    await store.takeLease(BUDGET_MS - 100)
    const error = await settled(one.getToken(), 100)
    expect(error).toMatchObject({ code: 'token_endpoint_unavailable' })
    expect(String(error)).toContain('too little is left of tokenBudgetMs')
    expect(calls).toHaveLength(1)
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-3' })
    expect(revoked).toEqual([])
  })
})

describe('a refresh token is sent only under the lease', () => {
  it('B10 B11 which a second exchange finds lost', async () => {
    const { clock, judge, revoked, store, source, delay, settled, signIn } = login()
    let isCut = false
    const cut: TokenStore = {
      get: (...query) => (isCut ? gone() : store.get(...query)),
      set: (...record) => (isCut ? gone() : store.set(...record)),
      async lease(...terms) {
        const lease = await (isCut ? gone() : store.lease(...terms))
        return (
          lease && {
            renew: (...order) => (isCut ? gone() : lease.renew(...order)),
            release: (...order) => (isCut ? gone() : lease.release(...order)),
          }
        )
      },
    }
    let seed = signIn()
    const [one, other] = [source(() => seed, { store: cut }), source(() => seed)]
    await settled(one.getToken())
    await settled(other.getToken())
    await clock.advance(LIFETIME_MS)
    // The login is ended, and there is a new one.
    judge({ grant_type: 'refresh_token', refresh_token: 'refresh-1' })
    revoked.length = 0
    seed = signIn()
    delay(9_900, 5_000)
    void after(clock, 9_000).then(() => {
      isCut = true
    })
    const late = after(clock, 1_000).then(() => outcomeOf(other.getToken()))
    await settled(Promise.all([outcomeOf(one.getToken()), late]))
    expect(revoked).toEqual([])
  })

  it('B10 which is looked at again after a secret that took its time', async () => {
    const { clock, revoked, source, settled, signIn } = login()
    const seed = signIn()
    const fetched = (ms: number) => async () => {
      await after(clock, ms)
      return seed
    }
    const [slow, quick] = [source(fetched(12_500)), source(fetched(1))]
    const late = after(clock, 100).then(() => outcomeOf(quick.getToken()))
    expect(await settled(Promise.all([outcomeOf(slow.getToken()), late]))).toMatchObject([
      { accessToken: 'token-2' },
      { accessToken: 'token-2' },
    ])
    expect(revoked).toEqual([])
  })

  it('B08 B10 and who loses it while the endpoint asks to wait is told of that', async () => {
    const { endpoint, store, source, settled, signIn } = login()
    const losing: TokenStore = {
      ...store,
      async lease(...terms) {
        const lease = await store.lease(...terms)
        return lease && { ...lease, renew: async () => false }
      },
    }
    endpoint.answer = () => refuse(503, undefined, { 'retry-after': '5' })
    const error = await settled(source(signIn(), { store: losing }).getToken())
    expect(error).toMatchObject({ code: 'token_endpoint_unavailable', retryAfterMs: 5_000 })
    expect(endpoint.calls).toHaveLength(1)
  })

  it.each([null, true, {}, 'OK'])('B11 and an answer of %s is no lease', async (garbage) => {
    const { clock, calls, client, store, settled } = login()
    let isBad = false
    const view: TokenStore = {
      ...store,
      lease: async (...terms) => (isBad ? (garbage as never) : store.lease(...terms)),
    }
    const grant = refreshToken({ initial: password({ ...client, username: 'u', password: 'p' }) })
    const one = createTokenSource({ grant, clock, store: view })
    await settled(one.getToken())
    await clock.advance(LIFETIME_MS)
    isBad = true
    await settled(outcomeOf(one.getToken()), 500)
    expect(calls.map(({ grantType }) => grantType)).not.toContain('refresh_token')
  })
})

describe('a token call that spends no refresh token', () => {
  it.each([
    ['fails', gone],
    ['hangs', () => new Promise<never>(() => {})],
    ['is lost', async () => false],
  ])('B08 B11 is tried again where the lease %s', async (_, renew) => {
    const { clock, client, endpoint, store, settled } = login()
    const { answer } = endpoint
    endpoint.answer = () => {
      endpoint.answer = answer
      return refuse(503, undefined, { 'retry-after': '5' })
    }
    const view: TokenStore = {
      ...store,
      async lease(...terms) {
        const lease = await store.lease(...terms)
        return lease && { ...lease, renew }
      },
    }
    const one = createTokenSource({ grant: clientCredentials(client), clock, store: view })
    expect(await settled(one.getToken())).toMatchObject({ accessToken: 'token-1' })
  })
})
