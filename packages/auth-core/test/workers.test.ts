import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { settled } from './settled.ts'
import { sharingSources } from './sharing-sources.ts'
import { hang, issue, outcomeOf, refuse, stubbedSource, times } from './token-endpoint-stub.ts'

// What workerd asks for, on the manual clock; test/runtimes runs the packages on workerd itself.

const RESERVE_MS = 30_000
const HOUR_MS = 3_600_000

beforeEach(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }))
afterEach(() => vi.unstubAllGlobals())

describe('on Cloudflare Workers', () => {
  it('B25 a caller waits for the token of another request, not for its promise', async () => {
    const { source, calls, clock } = stubbedSource()
    const tokens = await settled(Promise.all(times(5, () => source.getToken())), clock)
    expect(tokens).toMatchObject(Array(5).fill({ accessToken: 'token-1' }))
    expect(calls).toHaveLength(1)
  })

  it('B25 a request that ends during its token call holds the others up for no longer than its lease', async () => {
    const { source, calls, clock } = stubbedSource({
      answer: (_, number) => (number === 1 ? new Promise(() => {}) : issue(number)),
    })
    // Nobody runs the timers of a request that has ended.
    const { setTimer } = clock
    clock.setTimer = () => ({ cancel() {}, ref() {} })
    void source.getToken()
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    clock.setTimer = setTimer
    expect(await settled(source.getToken(), clock)).toMatchObject({ accessToken: 'token-2' })
    expect(calls[1]?.at).toBeGreaterThanOrEqual(12_000)
    expect(calls[1]?.at).toBeLessThanOrEqual(12_300)
  })

  it('B25 the same promise is not handed to two requests', async () => {
    const { source } = stubbedSource()
    const token = await source.getToken()
    const [first, second] = [source.getToken(), source.getToken()]
    expect(first).not.toBe(second)
    expect(await first).toBe(token)
    expect(await second).toBe(token)
  })

  it('B25 without waitUntil a caller waits for the refresh', async () => {
    const { source, calls, clock } = stubbedSource()
    await source.getToken()
    await clock.advance(HOUR_MS - RESERVE_MS - 1)
    expect((await source.getToken()).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })

  it('B25 but not for that of another isolate', async () => {
    const { clock, source, takeLease } = sharingSources()
    const one = source()
    await one.getToken()
    await clock.advance(HOUR_MS - RESERVE_MS - 1_000)
    await takeLease(12_000)
    const before = clock.monotonic()
    expect(await settled(one.getToken(), clock, 1)).toMatchObject({ accessToken: 'token-1' })
    expect(clock.monotonic() - before).toBeLessThan(1_000)
  })

  it('B25 and is served the valid token where that fails, after one attempt', async () => {
    const { source, calls, clock } = stubbedSource({
      answer: (_, number) => (number === 1 ? issue(1) : new Error('unreachable')),
    })
    await source.getToken()
    await clock.advance(HOUR_MS - RESERVE_MS - 1)
    expect((await source.getToken()).accessToken).toBe('token-1')
    expect((await source.getToken()).accessToken).toBe('token-1')
    expect(calls).toHaveLength(2)
  })

  it('B25 with waitUntil it runs behind, and the runtime is told until when', async () => {
    const waitUntil = vi.fn<(promise: Promise<unknown>) => void>()
    const { source, calls, clock } = stubbedSource({ waitUntil })
    await source.getToken()
    expect(waitUntil).toHaveBeenCalledTimes(1)
    await clock.advance(HOUR_MS - RESERVE_MS - 1)
    expect((await source.getToken()).accessToken).toBe('token-1')
    expect(waitUntil).toHaveBeenCalledTimes(2)
    await waitUntil.mock.calls[1]?.[0]
    expect((await source.getToken()).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })

  it('B09 B25 a refused refresh token is forgotten, and not the one that another request is storing', async () => {
    const sent: (string | undefined)[] = []
    let stored: (() => void) | undefined
    const { source } = stubbedSource({
      grant: (client) => refreshToken({ initial: password({ ...client, username: 'u', password: 'p' }) }),
      store: {
        get: async () => undefined,
        set: async () => {
          if (sent.length > 1) await new Promise<void>((resolve) => (stored = resolve))
          return true
        },
      },
      async answer({ fields: { refresh_token } }, number) {
        const isSpent = refresh_token !== undefined && sent.includes(refresh_token)
        sent.push(refresh_token)
        await vi.waitUntil(() => number < 2 || (isSpent ? stored : sent.length > 2))
        if (isSpent || number === 4) return refuse(400, 'invalid_grant')
        return issue(number, { refresh_token: `refresh-${number}` })
      },
    })
    const renew = () => outcomeOf(source.getToken({ forceRefresh: true }))
    await renew()
    const renewals = [renew(), renew()]
    expect(await Promise.race(renewals)).toMatchObject({ code: 'grant_rejected' })
    stored?.()
    expect(await Promise.all(renewals)).toContainEqual(expect.objectContaining({ accessToken: 'token-2' }))
    void renew()
    await vi.waitUntil(() => sent.length > 4)
    expect(sent).toEqual([undefined, 'refresh-1', 'refresh-1', undefined, 'refresh-2'])
  })

  it('B25 a waitUntil that throws, as outside of a request, costs nobody a valid token', async () => {
    const waitUntil = () => {
      throw new Error('no request')
    }
    const { source, clock } = stubbedSource({ waitUntil })
    await source.getToken()
    await clock.advance(HOUR_MS - RESERVE_MS - 1)
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
  })

  it('B25 waitUntil is given a promise that never rejects', async () => {
    const waitUntil = vi.fn<(promise: Promise<unknown>) => void>()
    const { source, clock } = stubbedSource({
      waitUntil,
      answer: (call, number) => (number === 1 ? issue(1) : hang(call)),
    })
    await source.getToken()
    await clock.advance(HOUR_MS - RESERVE_MS - 1)
    await source.getToken()
    const told = Promise.resolve(waitUntil.mock.calls[1]?.[0])
    expect(await settled(told, clock)).not.toBeInstanceOf(Error)
  })
})
