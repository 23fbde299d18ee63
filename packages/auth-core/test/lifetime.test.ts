import { describe, expect, it, vi } from 'vitest'
import { hold } from '../src/lifetime.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { issue, outcomeOf, refuse, stubbedSource, times } from './token-endpoint-stub.ts'

const terms = { refreshWindowMs: undefined, maxAgeMs: 3_600_000 }

function instants(lifetimeMs: number | undefined, random: number, refreshWindowMs?: number) {
  const spy = vi.spyOn(Math, 'random').mockReturnValue(random)
  const response = { accessToken: 'a', ...(lifetimeMs === undefined ? {} : { lifetimeMs }) }
  const { refreshAt, usableUntil } = hold(response, manualClock(), { ...terms, refreshWindowMs })
  spy.mockRestore()
  return [refreshAt, usableUntil]
}

describe('B05 adaptive window', () => {
  it.each([
    ['an hour', 3600, 2_160_000, 2_610_000, 3_570_000],
    ['300 s', 300, 180_000, 217_500, 270_000],
    ['60 s', 60, 36_000, 43_500, 54_000],
    ['5 s', 5, 3_000, 3_625, 4_500],
  ])('B05 a token of %s is refreshed and given up in time', (_, seconds, earliest, latest, until) => {
    expect(instants(seconds * 1000, 1)).toEqual([earliest, until])
    expect(instants(seconds * 1000, 0)).toEqual([latest, until])
  })

  it.each([
    ['of its own', 100_000, 10_000, 84_000, 89_000],
    ['larger than half of the lifetime, which is then half of it', 100_000, 90_000, 20_000, 45_000],
    ['shorter than the reserve: the token is given up before', 3_600_000, 10_000, 3_570_000, 3_570_000],
  ])('B05 a window %s', (_, lifetimeMs, windowMs, earliest, latest) => {
    expect(instants(lifetimeMs, 1, windowMs)[0]).toBe(earliest)
    expect(instants(lifetimeMs, 0, windowMs)[0]).toBe(latest)
  })

  it('B05 a token of 60 s serves 20 sequential requests', async () => {
    const { source, clock, calls } = stubbedSource({ answer: (_, n) => issue(n, { expires_in: 60 }) })
    for (let request = 0; request < 20; request++) {
      await source.getToken()
      await clock.advance(1_500)
    }
    expect(calls).toHaveLength(1)
  })

  it.each(times(20, (index) => index / 20))(
    'B05 300 s: no second call before 180 s (random %d)',
    async (random) => {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const { source, clock, calls } = stubbedSource({ answer: (_, n) => issue(n, { expires_in: 300 }) })
      await source.getToken()
      await clock.advance(179_999)
      await source.getToken()
      expect(calls).toHaveLength(1)
      vi.restoreAllMocks()
    },
  )

  it('B05 300 s: usable to 270 s, and not a moment longer', async () => {
    const { source, clock, endpoint } = stubbedSource({ answer: (_, n) => issue(n, { expires_in: 300 }) })
    await source.getToken()
    endpoint.answer = () => new Error('down')
    await clock.advance(269_999)
    expect(source.peek()?.accessToken).toBe('token-1')
    await clock.advance(1)
    expect(source.peek()).toBeUndefined()
    endpoint.answer = () => refuse(400, 'invalid_scope')
    expect(await outcomeOf(source.getToken())).toMatchObject({ code: 'grant_rejected' })
  })

  it('B05 no token is handed out in its last tenth, whatever the window', async () => {
    for (const refreshWindowMs of [1, 1_000, 29_999, 400_000, undefined]) {
      const { source, clock, endpoint } = stubbedSource({ refreshWindowMs })
      await source.getToken()
      endpoint.answer = () => new Error('down')
      await clock.advance(3_569_999)
      expect(source.peek()?.accessToken, String(refreshWindowMs)).toBe('token-1')
      await clock.advance(1)
      expect(source.peek(), String(refreshWindowMs)).toBeUndefined()
    }
  })

  it('B05 1,000 replicas that start together spread their first refreshes', () => {
    const clock = manualClock()
    const lifetimeMs = 3_600_000
    const slices = new Map<number, number>()
    for (let replica = 0; replica < 1_000; replica++) {
      const slice = Math.floor(
        hold({ accessToken: 'a', lifetimeMs }, clock, terms).refreshAt / (lifetimeMs / 100),
      )
      slices.set(slice, (slices.get(slice) ?? 0) + 1)
    }
    expect(Math.max(...slices.values())).toBeLessThanOrEqual(120)
  })
})

describe('the token that callers get', () => {
  const token = { accessToken: 'a', tokenType: 'Bearer' }

  it.each([
    ['neither', {}],
    ['an end', { expiresAt: 1_000 }],
    ['a scope', { scope: 'read' }],
    ['an end and a scope', { expiresAt: 1_000, scope: 'read' }],
  ])('says what the server said of it: %s', (_, said) => {
    const { token: held } = hold({ accessToken: 'a', refreshToken: 'r', ...said }, manualClock(), terms)
    expect(held).toStrictEqual({ ...token, ...said })
    expect(Object.isFrozen(held)).toBe(true)
  })
})

describe('B22 no token lifetime', () => {
  const jwt = (claims: object) =>
    `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.sig`.replaceAll('=', '')
  const noLifetime = (accessToken: string) => () =>
    issue(1, { access_token: accessToken, expires_in: undefined })

  it('B22 an opaque token is used until maxAgeMs', async () => {
    const { source, clock, calls } = stubbedSource({ answer: noLifetime('opaque') })
    const token = await source.getToken()
    expect(token).toEqual({ accessToken: 'opaque', tokenType: 'Bearer' })
    await clock.advance(3_599_999)
    expect(await source.getToken()).toBe(token)
    await clock.advance(1)
    await source.getToken()
    expect(calls).toHaveLength(2)
  })

  it('B22 maxAgeMs is yours to set', async () => {
    const { source, clock } = stubbedSource({ answer: noLifetime('opaque'), maxAgeMs: 1_000 })
    await source.getToken()
    await clock.advance(1_000)
    expect(source.peek()).toBeUndefined()
  })

  it('B22 an opaque token is given up as soon as it is rejected', async () => {
    const { source, calls } = stubbedSource({ answer: (_, n) => issue(n, { expires_in: undefined }) })
    source.invalidate((await source.getToken()).accessToken)
    expect((await source.getToken()).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })

  it('B22 a JWT lives exp - iat from its arrival, whatever its issuer’s clock says', async () => {
    const { source, clock } = stubbedSource({ answer: noLifetime(jwt({ iat: 50, exp: 350 })) })
    const { expiresAt } = await source.getToken()
    expect(expiresAt).toBe(clock.now() + 300_000)
    await clock.advance(179_999)
    expect(source.peek()).toBeDefined()
    await clock.advance(90_001)
    expect(source.peek()).toBeUndefined()
  })

  it.each([
    ['only exp, and no Date to count it from', jwt({ exp: 350 })],
    ['claims that are no numbers', jwt({ iat: '50', exp: '350' })],
    ['claims that are no object', jwt([1])],
    ['a payload that is no JSON', 'a.!!!!.c'],
    ['a payload that is null', `a.${btoa('null').replaceAll('=', '')}.c`],
  ])('B22 a JWT with %s has no lifetime', async (_, accessToken) => {
    const { source } = stubbedSource({ answer: noLifetime(accessToken) })
    expect((await source.getToken()).expiresAt).toBeUndefined()
  })

  it('B22 expires_in goes before the JWT’s own claims', async () => {
    const { source, clock } = stubbedSource({
      answer: () => issue(1, { access_token: jwt({ iat: 0, exp: 9 }), expires_in: 60 }),
    })
    expect((await source.getToken()).expiresAt).toBe(clock.now() + 60_000)
  })
})
