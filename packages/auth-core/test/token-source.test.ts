import { describe, expect, it } from 'vitest'
import { createTokenSource } from '../src/token-source.ts'
import { hang, issue, refuse, stubbedSource, times } from './token-endpoint-stub.ts'

describe('B01 cold start', () => {
  it('B01 100 concurrent callers make 1 token call and are all served', async () => {
    const { source, calls } = stubbedSource()
    const tokens = await Promise.all(times(100, () => source.getToken()))
    expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(['token-1']))
    expect(calls).toHaveLength(1)
  })

  it('B01 callers that come while the call is under way join it', async () => {
    const { source, clock, calls, endpoint } = stubbedSource()
    endpoint.answer = async (_, number) => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
      return issue(number)
    }
    const early = source.getToken()
    await clock.advance(399)
    const late = source.getToken()
    await clock.advance(1)
    expect(await early).toBe(await late)
    expect(calls).toHaveLength(1)
  })

  it('B01 each subject has a token call of its own', async () => {
    const requested: (string | undefined)[] = []
    const { source } = stubbedSource({
      grant: () => ({
        identity: () => [],
        async requestToken({ subject }) {
          requested.push(subject)
          return { accessToken: `of-${subject}`, lifetimeMs: 60_000 }
        },
      }),
    })
    const subjects = times(100, (index) => `user-${index % 2}`)
    const tokens = await Promise.all(subjects.map((subject) => source.getToken({ subject })))
    expect(tokens.map(({ accessToken }) => accessToken)).toEqual(subjects.map((subject) => `of-${subject}`))
    expect(requested).toEqual(['user-0', 'user-1'])
    expect(source.peek('user-1')?.accessToken).toBe('of-user-1')
    expect(source.peek()).toBeUndefined()
  })

  it('B01 prewarm fetches ahead, and leaves an error to the first request', async () => {
    const { source, calls, endpoint } = stubbedSource({ answer: () => refuse(401, 'invalid_client') })
    await source.prewarm()
    await expect(source.getToken()).rejects.toMatchObject({ code: 'client_rejected' })
    expect(calls).toHaveLength(1)
    endpoint.answer = (_, number) => issue(number)
    const warm = stubbedSource()
    await warm.source.prewarm()
    await warm.source.prewarm()
    expect(warm.source.peek()?.accessToken).toBe('token-1')
    expect(warm.calls).toHaveLength(1)
  })

  it('B01 forceRefresh makes one token call for all where there is no token', async () => {
    const { source, calls } = stubbedSource()
    await Promise.all(times(10, () => source.getToken({ forceRefresh: true })))
    expect(calls).toHaveLength(1)
  })

  it('B01 forceRefresh makes a token call although a valid token is there, one for all who force', async () => {
    const { source, calls } = stubbedSource()
    await source.getToken()
    const forced = await Promise.all(times(10, () => source.getToken({ forceRefresh: true })))
    expect(forced.map(({ accessToken }) => accessToken)).toEqual(times(10, () => 'token-2'))
    expect((await source.getToken()).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })
})

describe('B02 revocation, as the source sees it', () => {
  it('B02 100 rejections of one token, spread over 300 ms, make 1 token call', async () => {
    const { source, clock, calls } = stubbedSource()
    const { accessToken } = await source.getToken()
    const next: Promise<{ accessToken: string }>[] = []
    for (let index = 0; index < 100; index++) {
      source.invalidate(accessToken)
      next.push(source.getToken())
      await clock.advance(3)
    }
    expect(new Set((await Promise.all(next)).map((token) => token.accessToken))).toEqual(new Set(['token-2']))
    expect(calls).toHaveLength(2)
  })

  it('B02 a late rejection of an older token adopts the newer one at once', async () => {
    const { source, calls } = stubbedSource()
    const first = await source.getToken()
    source.invalidate(first.accessToken)
    const second = await source.getToken()
    source.invalidate(first.accessToken)
    expect(source.peek()).toBe(second)
    expect(calls).toHaveLength(2)
  })

  it('B02 a rejected token that the server issues again is served: it may be good now', async () => {
    const { source, calls } = stubbedSource({ answer: () => issue(1) })
    source.invalidate((await source.getToken()).accessToken)
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
    expect(calls).toHaveLength(2)
  })

  it('B02 a rejection during a background refresh waits for that one', async () => {
    const { source, clock, calls, endpoint } = stubbedSource()
    const { accessToken } = await source.getToken()
    await clock.advance(2_750_000)
    endpoint.answer = async (_, number) => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
      return issue(number)
    }
    expect((await source.getToken()).accessToken).toBe(accessToken)
    source.invalidate(accessToken)
    const waiting = source.getToken()
    await clock.advance(400)
    expect((await waiting).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })

  it('B02 only the subject whose token was rejected loses it', async () => {
    const { source } = stubbedSource({
      grant: () => ({
        identity: () => [],
        requestToken: async () => ({ accessToken: 'same', lifetimeMs: 60_000 }),
      }),
    })
    await Promise.all(['a', 'b'].map((subject) => source.getToken({ subject })))
    source.invalidate('same', { subject: 'a' })
    expect(source.peek('a')).toBeUndefined()
    expect(source.peek('b')?.accessToken).toBe('same')
  })
})

describe('B03 abort', () => {
  it('B03 ends one wait at once with its reason; the token call lives on for the other nine', async () => {
    const { source, clock, calls, endpoint } = stubbedSource()
    endpoint.answer = async (_, number) => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
      return issue(number)
    }
    const reason = new Error('the caller has gone')
    const abort = new AbortController()
    const aborted = source.getToken({ signal: abort.signal })
    const others = times(9, () => source.getToken({ signal: new AbortController().signal }))
    await clock.advance(100)
    abort.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    expect(clock.monotonic()).toBe(100)
    await clock.advance(300)
    expect((await Promise.all(others)).map(({ accessToken }) => accessToken)).toEqual(
      times(9, () => 'token-1'),
    )
    expect(calls).toHaveLength(1)
  })

  it('B03 the token call goes on although its only caller has gone, and serves the next one', async () => {
    const { source, clock, calls, endpoint } = stubbedSource()
    endpoint.answer = async (_, number) => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
      return issue(number)
    }
    const abort = new AbortController()
    const aborted = source.getToken({ signal: abort.signal })
    abort.abort()
    await expect(aborted).rejects.toThrow(DOMException)
    await clock.advance(400)
    expect(source.peek()?.accessToken).toBe('token-1')
    expect(calls).toHaveLength(1)
    expect(calls[0]?.signal.aborted).toBe(true) // Only after it was answered: nothing is left open.
  })

  it('B03 a signal that is aborted already starts no token call', async () => {
    const { source, calls } = stubbedSource({ answer: hang })
    await expect(source.getToken({ signal: AbortSignal.abort('gone') })).rejects.toBe('gone')
    expect(calls).toHaveLength(0)
  })
})

describe('B13 clock', () => {
  it.each([3_600_000, -3_600_000])('B13 a wall-clock step of %d ms costs no token call', async (step) => {
    const { source, clock, calls } = stubbedSource()
    const token = await source.getToken()
    clock.step(step)
    expect(await source.getToken()).toBe(token)
    await clock.advance(1_000_000)
    expect(await source.getToken()).toBe(token)
    expect(calls).toHaveLength(1)
  })

  it('B13 the cached path reads one clock once and makes nothing new', async () => {
    let readings = 0
    const { clock: base } = stubbedSource()
    const reading = (read: () => number) => () => {
      readings++
      return read()
    }
    const clock = { ...base, now: reading(base.now), monotonic: reading(base.monotonic) }
    const { source } = stubbedSource({ clock })
    await source.getToken()
    readings = 0
    const promise = source.getToken()
    expect(readings).toBe(1)
    expect(source.getToken()).toBe(promise)
  })

  it('B13 a clock that is an instance of a class works', async () => {
    class Ticking {
      now() {
        return 1_000
      }
      monotonic() {
        return this.now()
      }
      setTimer() {
        return { cancel() {}, ref() {} }
      }
    }
    const { source } = stubbedSource({ clock: new Ticking() })
    expect(await source.getToken()).toMatchObject({ expiresAt: 3_601_000 })
  })
})

describe('B26 a 401 that a new token does not cure', () => {
  it('B26 invalidate is not believed for 5 s after a refused replay, doubling to 60 s', async () => {
    const { source, clock, calls } = stubbedSource()
    await source.getToken()
    for (const coolDownMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      const { accessToken } = await source.getToken()
      for (let replay = 0; replay < 50; replay++) source.replayed('refused')
      const before = calls.length
      await clock.advance(coolDownMs - 1)
      source.invalidate(accessToken)
      expect((await source.getToken()).accessToken).toBe(accessToken)
      expect(calls).toHaveLength(before)
      await clock.advance(1)
      source.invalidate(accessToken)
      expect(source.peek()).toBeUndefined()
    }
  })

  it('B26 a cured replay ends the cool-down and its doubling', async () => {
    const { source, clock, calls } = stubbedSource()
    const { accessToken } = await source.getToken()
    source.replayed('refused')
    source.replayed('cured')
    source.invalidate(accessToken)
    expect((await source.getToken()).accessToken).toBe('token-2')
    source.replayed('refused')
    await clock.advance(5_000)
    source.invalidate('token-2')
    await source.getToken()
    expect(calls).toHaveLength(3)
  })

  it('B26 a refusal a minute after the last cool-down opens the first one again', async () => {
    const { source, clock } = stubbedSource()
    await source.getToken()
    for (const [sinceLastMs, coolDownMs] of [
      [0, 5_000],
      [59_999, 10_000],
      [60_000, 5_000],
    ] as const) {
      await clock.advance(sinceLastMs)
      source.replayed('refused')
      const { accessToken } = await source.getToken()
      await clock.advance(coolDownMs - 1)
      source.invalidate(accessToken)
      expect(source.peek()?.accessToken, String(sinceLastMs)).toBe(accessToken)
      await clock.advance(1)
      source.invalidate(accessToken)
      expect(source.peek(), String(sinceLastMs)).toBeUndefined()
    }
  })

  it('B26 what was never a token is not taken for a rejected one', async () => {
    const { source, clock } = stubbedSource()
    source.invalidate(undefined as unknown as string)
    await source.getToken()
    await clock.advance(1_000)
    source.invalidate('token-1')
    expect(source.peek()).toBeUndefined()
  })

  it('B26 the cool-down of one subject is not another one’s', async () => {
    let count = 0
    const { source } = stubbedSource({
      grant: () => ({
        identity: () => [],
        requestToken: async () => ({ accessToken: `t${++count}`, lifetimeMs: 60_000 }),
      }),
    })
    await source.getToken({ subject: 'a' })
    await source.getToken({ subject: 'b' })
    source.replayed('refused', { subject: 'a' })
    source.invalidate('t1', { subject: 'a' })
    source.invalidate('t2', { subject: 'b' })
    expect([source.peek('a')?.accessToken, source.peek('b')]).toEqual(['t1', undefined])
  })
})

describe('B21 options of createTokenSource', () => {
  const grant = { identity: () => [], requestToken: async () => ({ accessToken: 'a' }) }
  it.each([
    ['grant', {}],
    ['grant', { grant: { identity: () => [] } }],
    ['grant', { grant: { requestToken: grant.requestToken } }],
    ['store', { grant, store: {} }],
    ['"store.lease"', { grant, store: { get() {}, set() {}, lease: {} } }],
    ['clock', { grant, clock: {} }],
    ['"onEvent"', { grant, onEvent: {} }],
    ['"waitUntil"', { grant, waitUntil: {} }],
    ['createTokenSource has no option "refreshWindow"', { grant, refreshWindow: 1 }],
    ['refreshWindowMs', { grant, refreshWindowMs: 0 }],
    ['refreshWindowMs', { grant, refreshWindowMs: Number.NaN }],
    ['maxAgeMs', { grant, maxAgeMs: -1 }],
    ['coolDownMs', { grant, coolDownMs: '30s' }],
    ['tokenBudgetMs', { grant, tokenBudgetMs: Number.POSITIVE_INFINITY }],
    ['attemptTimeoutMs', { grant, attemptTimeoutMs: 0 }],
    ['storeTimeoutMs', { grant, storeTimeoutMs: Number.NaN, store: { get() {}, set() {} } }],
    ['maxEntries', { grant, maxEntries: 0.5 }],
    ['options', undefined],
  ])('B21 refuses an unusable %s by name', (option, options) => {
    expect(() => createTokenSource(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(option) }),
    )
  })
})
