import { describe, expect, it } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { type ManualClock, manualClock } from '../../src/testing/manual-clock.ts'
import { type CachingTokenSource, createTokenSource } from '../../src/token-source.ts'
import { faultyStore, type StoreMood } from '../model/faulty-store.ts'
import { createLifeline } from '../model/lifeline.ts'
import { settled } from '../settled.ts'
import {
  clientId,
  clientSecret,
  outcomeOf,
  stubTokenEndpoint,
  times,
  tokenUrl,
} from '../token-endpoint-stub.ts'
import { createStrictJudge } from './strict-judge.ts'

type FleetGrant = 'client credentials' | 'refresh token' | 'refresh token of one’s own'

const PROCESSES = 4
const CALLERS = 10
/** Short, because a store that is away is asked every 5 s. */
const LIFETIME_MS = 60_000

/** Several sources that share a store, each as if in a process of its own. */
function fleetOf(grant: FleetGrant, clockOf: (clock: Clock, index: number) => Clock = (clock) => clock) {
  const clock = manualClock()
  const judge = createStrictJudge(LIFETIME_MS)
  const { fetch } = stubTokenEndpoint(({ fields }) => {
    const members = judge.judge(fields)
    return Response.json(members ?? { error: 'invalid_grant' }, { status: members ? 200 : 400 })
  }, clock)
  const client = { tokenUrl, clientId, clientSecret, fetch }
  const seed = judge.signIn()
  const store = faultyStore(clock)
  const grants = {
    'client credentials': () => clientCredentials(client),
    'refresh token': () => refreshToken({ initial: password({ ...client, username: 'u', password: 'p' }) }),
    'refresh token of one’s own': () => refreshToken({ ...client, refreshToken: seed, subject: 'u' }),
  }
  const sources = times(PROCESSES, (index) =>
    createTokenSource({
      grant: grants[grant](),
      clock: clockOf(clock, index),
      store: store.connect(createLifeline()),
    }),
  )
  return { ...judge, clock, store, sources, getTokens: () => getTokens(clock, sources) }
}

/** What all callers get, each outcome once, and what time that took. */
async function getTokens(clock: ManualClock, sources: readonly CachingTokenSource[]): Promise<string[]> {
  const callers = sources.flatMap((source) => times(CALLERS, () => outcomeOf(source.getToken())))
  const outcomes = await settled(Promise.all(callers), clock)
  if (outcomes instanceof Error) throw outcomes
  return [
    ...new Set(outcomes.map((outcome) => ('accessToken' in outcome ? outcome.accessToken : codeOf(outcome)))),
  ]
}

const codeOf = (error: Error) => String((error as { code?: unknown }).code)
const bad: StoreMood[] = ['rejects', 'deaf', 'silent', 'garbage']

describe.each(bad)('a store that %s', (mood) => {
  it('B11 costs each process one token call an expiry, and nobody a token', async () => {
    const { clock, store, calls, getTokens } = fleetOf('client credentials')
    expect(await getTokens()).toHaveLength(1)
    store.mood = mood
    for (let expiry = 1; expiry <= 3; expiry++) {
      await clock.advance(LIFETIME_MS)
      expect((await getTokens()).every((outcome) => outcome.startsWith('token-'))).toBe(true)
      expect(calls.length).toBeLessThanOrEqual(1 + expiry * PROCESSES)
    }
  })

  it('B11 is used again when it is well, without a restart', async () => {
    const { clock, store, calls, getTokens } = fleetOf('client credentials')
    store.mood = mood
    await getTokens()
    store.mood = 'up'
    // Each has counted its own tokens meanwhile; the highest count is the one that all of them take over.
    for (let expiry = 0; expiry < 3; expiry++) {
      await clock.advance(LIFETIME_MS)
      await getTokens()
    }
    await clock.advance(LIFETIME_MS)
    const before = calls.length
    expect(await getTokens()).toHaveLength(1)
    expect(calls).toHaveLength(before + 1)
  })
})

const away: StoreMood[] = ['rejects', 'deaf']

describe.each(away)('a store that %s, and refresh tokens that rotate', (mood) => {
  it('B11 in its window the token is served, and no refresh token is spent', async () => {
    const { clock, store, calls, getTokens } = fleetOf('refresh token')
    const token = await getTokens()
    store.mood = mood
    for (let part = 0; part < 8; part++) {
      await clock.advance(0.1 * LIFETIME_MS)
      expect(await getTokens()).toEqual(token)
    }
    expect(calls).toHaveLength(1)
  })

  it('B11 after its end the initial grant is used, once for each process and expiry', async () => {
    const { clock, store, calls, revoked, getTokens } = fleetOf('refresh token')
    await getTokens()
    store.mood = mood
    for (let expiry = 1; expiry <= 2; expiry++) {
      await clock.advance(LIFETIME_MS)
      expect(await getTokens()).toHaveLength(PROCESSES)
      expect(calls).toHaveLength(1 + expiry * PROCESSES)
    }
    expect(new Set(calls.map(({ grantType }) => grantType))).toEqual(new Set(['password']))
    store.mood = 'up'
    for (let expiry = 1; expiry <= 3; expiry++) {
      await clock.advance(LIFETIME_MS)
      await getTokens()
    }
    expect(await getTokens()).toHaveLength(1)
    expect(calls.at(-1)?.grantType).toBe('refresh_token')
    expect(revoked).toEqual([])
  })

  it('B11 after its end, without an initial grant: store_unavailable until the store is back', async () => {
    const { clock, store, calls, revoked, getTokens } = fleetOf('refresh token of one’s own')
    await getTokens()
    store.mood = mood
    await clock.advance(LIFETIME_MS)
    expect(await getTokens()).toEqual(['store_unavailable'])
    expect(calls).toHaveLength(1)
    store.mood = 'up'
    await clock.advance(5_000)
    expect(await getTokens()).toEqual(['token-3'])
    expect(calls).toHaveLength(2)
    expect(revoked).toEqual([])
  })
})

describe('a token got while the store was away', () => {
  it.each(away)('B10 B11 is not given up for an older one with a higher count, where it %s', async (mood) => {
    const { clock, store, calls, sources } = fleetOf('client credentials')
    const [one, other] = sources
    if (one === undefined || other === undefined) throw new Error('too few processes')
    for (const _ of times(3, () => undefined)) await settled(one.getToken({ forceRefresh: true }), clock)
    store.mood = mood
    await settled(other.getToken(), clock)
    store.mood = 'up'
    await clock.advance(6_000)
    const newest = other.peek()?.accessToken ?? ''
    expect(newest).not.toBe(one.peek()?.accessToken)
    other.invalidate(newest)
    await settled(other.getToken(), clock)
    expect(calls).toHaveLength(5)
  })
})

describe('a store that is well', () => {
  const grants: FleetGrant[] = ['client credentials', 'refresh token', 'refresh token of one’s own']

  it.each(grants)('B10 serves sources of one process: %s', async (grant) => {
    const { clock, calls, revoked, getTokens } = fleetOf(grant)
    for (let expiry = 0; expiry < 5; expiry++) {
      expect(await getTokens()).toHaveLength(1)
      expect(calls).toHaveLength(expiry + 1)
      await clock.advance(LIFETIME_MS)
    }
    expect(revoked).toEqual([])
  })

  it('B11 may be slow', async () => {
    const { clock, store, calls, getTokens } = fleetOf('refresh token')
    store.mood = 'slow'
    for (let expiry = 0; expiry < 3; expiry++) {
      expect(await getTokens()).toHaveLength(1)
      expect(calls).toHaveLength(expiry + 1)
      await clock.advance(LIFETIME_MS)
    }
  })

  it('B13 a wall clock that is 10 minutes off in one process disturbs nobody', async () => {
    const { clock, calls, getTokens } = fleetOf('refresh token', (clock, index) => ({
      ...clock,
      now: () => clock.now() + (index === 0 ? 600_000 : 0),
      monotonic: () => clock.monotonic() + index * 1e9,
    }))
    for (let expiry = 0; expiry < 3; expiry++) {
      expect(await getTokens()).toHaveLength(1)
      expect(calls).toHaveLength(expiry + 1)
      await clock.advance(LIFETIME_MS)
    }
  })
})
