import { describe, expect, it, vi } from 'vitest'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import type { NewRecord, TokenStore } from '../src/stores/token-store.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { createTokenSource } from '../src/token-source.ts'
import {
  clientId,
  clientSecret,
  issue,
  refuse,
  stubbedSource,
  stubTokenEndpoint,
  times,
  tokenUrl,
} from './token-endpoint-stub.ts'

/** A store that can be told to fail or hang, and remembers what it was given. */
function faultyStore() {
  const clock = manualClock()
  const memory = createMemoryStore({ clock })
  const written: NewRecord[] = []
  const signals: AbortSignal[] = []
  const store = {
    clock,
    written,
    signals,
    fault: undefined as 'fails' | 'hangs' | undefined,
    asked: 0,
    async get(key: string, options: { signal: AbortSignal }) {
      await answerable()
      return memory.get(key, options)
    },
    async set(key: string, record: NewRecord, options: { signal: AbortSignal }) {
      signals.push(options.signal)
      await answerable()
      await new Promise((resolve) => setImmediate(resolve))
      written.push(record)
      return memory.set(key, record, options)
    },
  } satisfies TokenStore & Record<string, unknown>
  async function answerable() {
    store.asked++
    if (store.fault === 'fails') throw new Error('store down')
    if (store.fault === 'hangs') await new Promise(() => {})
  }
  return store
}

/** A token source on the store's clock, as a process that has just started has it. */
function started(
  store: ReturnType<typeof faultyStore>,
  endpoint = stubTokenEndpoint(undefined, store.clock),
) {
  const client = { tokenUrl, clientId, clientSecret, fetch: endpoint.fetch }
  const grant = refreshToken({ initial: password({ ...client, username: 'u', password: 'p' }) })
  return { source: createTokenSource({ grant, store, clock: store.clock }), endpoint, calls: endpoint.calls }
}

const rotating = (_: unknown, number: number) => issue(number, { refresh_token: `refresh-${number}` })

/** The key of a record is digested off this thread, which no clock can hurry: waits until the store was asked again. */
async function askedAgain(store: { asked: number }): Promise<void> {
  const { asked } = store
  await vi.waitUntil(() => store.asked > asked, { interval: 1 })
}

describe('B09 persistence', () => {
  it('B09 the pair is persisted before it is handed out, with a signal that no caller aborts', async () => {
    const store = faultyStore()
    const { source, endpoint } = started(store)
    endpoint.answer = rotating
    const abort = new AbortController()
    const aborted = source.getToken({ signal: abort.signal })
    const token = source
      .getToken()
      .then(({ accessToken }) => ({ accessToken, records: store.written.length }))
    abort.abort('gone')
    await expect(aborted).rejects.toBe('gone')
    expect(await token).toEqual({ accessToken: 'token-1', records: 1 })
    expect(JSON.parse(store.written[0]?.value ?? '')).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      version: 1,
      ageMs: 0,
      accessToken: 'token-1',
      lifetimeMs: 3_600_000,
      expiresAt: store.clock.now() + 3_600_000,
      refreshToken: 'refresh-1',
    })
    expect(store.signals[0]?.aborted).toBe(false)
  })

  it('B09 after a restart the rotated refresh token is used, not the password', async () => {
    const store = faultyStore()
    const endpoint = stubTokenEndpoint(rotating, store.clock)
    const before = started(store, endpoint)
    await before.source.getToken()
    await before.source.getToken({ forceRefresh: true })
    await store.clock.advance(3_600_000)
    await started(store, endpoint).source.getToken()
    expect(endpoint.calls.map(({ fields }) => fields['refresh_token'])).toEqual([
      undefined,
      'refresh-1',
      'refresh-2',
    ])
  })

  it.each(['fails', 'hangs'] as const)(
    'B09 a write that %s keeps the pair in memory, hands it out, and writes it when the store answers',
    async (fault) => {
      const store = faultyStore()
      const { source, endpoint, calls } = started(store)
      endpoint.answer = rotating
      await source.getToken()
      await store.clock.advance(3_000_000)
      store.fault = fault
      const forced = source.getToken({ forceRefresh: true })
      await askedAgain(store)
      await store.clock.advance(1_000)
      expect((await forced).accessToken).toBe('token-2')
      expect(source.peek()?.accessToken).toBe('token-2')
      expect(store.written).toHaveLength(1)

      for (let second = 0; second < 20; second++) await store.clock.advance(1_000)
      store.fault = undefined
      for (let second = 0; second < 12; second++) await store.clock.advance(1_000)
      expect(store.written).toHaveLength(2)
      expect(JSON.parse(store.written[1]?.value ?? '')).toMatchObject({ refreshToken: 'refresh-2' })
      expect(calls).toHaveLength(2)
    },
  )

  it('B09 of two failed writes of one key only the newer one is made up for', async () => {
    const store = faultyStore()
    const { source, endpoint } = started(store)
    endpoint.answer = rotating
    store.fault = 'fails'
    await source.getToken()
    await source.getToken({ forceRefresh: true })
    store.fault = undefined
    await store.clock.advance(10_000)
    expect(store.written.map(({ value }) => JSON.parse(value).refreshToken)).toEqual(['refresh-2'])
  })

  it('B11 a store that stays down is asked once every 5 s, however many records it has not taken', async () => {
    const store = faultyStore()
    store.fault = 'fails'
    const { source } = stubbedSource({
      store,
      clock: store.clock,
      grant: () => ({
        identity: () => [],
        requestToken: async () => ({ accessToken: 'a', lifetimeMs: 3_600_000 }),
      }),
    })
    await Promise.all(times(8, (index) => source.getToken({ subject: `user-${index}` })))
    store.asked = 0
    for (let second = 0; second < 51; second++) await store.clock.advance(1_000)
    expect(store.asked).toBe(10)
    store.fault = undefined
    for (let second = 0; second < 6; second++) await store.clock.advance(1_000)
    expect(store.written).toHaveLength(8)
    expect(store.clock.timers).toBe(0)
  })
})

describe('B11 the store is no outage', () => {
  it('B04 a stored token in its window is served while the endpoint is down', async () => {
    const store = faultyStore()
    await started(store).source.getToken()
    await store.clock.advance(3_500_000)
    const { source, endpoint, calls } = started(store)
    endpoint.answer = () => refuse(503)
    expect((await source.getToken()).accessToken).toBe('token-1')
    await source.getToken()
    await vi.waitUntil(() => calls.length > 0, { interval: 1 })
    await store.clock.advance(0)
    await source.getToken()
    expect(calls).toHaveLength(1)
    expect((await source.getToken()).accessToken).toBe('token-1')
  })

  it('B11 a fresh stored token spares the token call; a rejected one is not taken back', async () => {
    const store = faultyStore()
    await started(store).source.getToken()
    const { source, calls, endpoint } = started(store)
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
    expect(calls).toHaveLength(0)
    endpoint.answer = (_, number) => issue(number + 1)
    source.invalidate('token-1')
    expect((await source.getToken()).accessToken).toBe('token-2')
    const third = started(store)
    expect((await third.source.getToken()).accessToken).toBe('token-2')
    expect(third.calls).toHaveLength(0)
  })

  it('B02 a rejected token is not taken back although the store has it anew', async () => {
    const store = faultyStore()
    const [one, two] = [started(store), started(store)]
    await one.source.getToken()
    two.endpoint.answer = () => issue(1)
    await two.source.getToken({ forceRefresh: true })
    expect(store.written).toHaveLength(2)
    one.source.invalidate('token-1')
    expect((await one.source.getToken()).accessToken).toBe('token-2')
  })

  it('B11 a store that takes nothing and has nothing costs nobody the token', async () => {
    const store: TokenStore = { get: async () => undefined, set: async () => false }
    const { source } = stubbedSource({ store })
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
  })

  const valid = { accessToken: 'stored', lifetimeMs: 1_000_000, version: 9, ageMs: 0 }
  const json = (key: string, members: Record<string, unknown>) =>
    JSON.stringify({ key, ...valid, ...members })

  it.each([
    ['is taken', 0, 969_999, 'stored'],
    ['has ended', 0, 970_000, 'token-1'],
    ['had ended when it was written', 970_000, 0, 'token-1'],
  ])(
    'B13 a stored token that %s is judged by its whole age',
    async (_, ageWhenWritten, ageMs, accessToken) => {
      const store: TokenStore = {
        get: async (key) => ({ value: json(key, { ageMs: ageWhenWritten }), version: 9, ageMs }),
        set: async () => true,
      }
      const { source } = stubbedSource({ store })
      expect((await source.getToken()).accessToken).toBe(accessToken)
    },
  )

  it('B11 a hanging store costs one time-out, then is left alone for 5 s', async () => {
    const store = faultyStore()
    store.fault = 'hangs'
    const { source, calls } = started(store)
    const token = source.getToken()
    await askedAgain(store)
    await store.clock.advance(1_000)
    expect((await token).accessToken).toBe('token-1')
    await source.getToken({ forceRefresh: true })
    expect(store.asked).toBe(1)
    expect(calls).toHaveLength(2)
  })

  it('B03 an abort ends the wait for a hanging store too', async () => {
    const store = faultyStore()
    store.fault = 'hangs'
    const { source } = started(store)
    const abort = new AbortController()
    const aborted = source.getToken({ signal: abort.signal })
    abort.abort('gone')
    await expect(aborted).rejects.toBe('gone')
    expect(store.clock.monotonic()).toBe(0)
  })
})
