import { describe, expect, it } from 'vitest'
import { createAuthFetch } from '../../src/auth-fetch.ts'
import type { TokenEvent } from '../../src/events.ts'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import type { ManualClock } from '../../src/testing/manual-clock.ts'
import { createTokenSource } from '../../src/token-source.ts'
import { settled } from '../settled.ts'
import {
  clientId,
  clientSecret,
  outcomeOf,
  stubTokenEndpoint,
  times,
  tokenUrl,
} from '../token-endpoint-stub.ts'

const PROCESSES = 4
const HOUR_MS = 3_600_000

/** In small steps: what happens one after another is told apart. */
const settledIn = <T>(clock: ManualClock, promises: readonly Promise<T>[]) =>
  settled(Promise.all(promises.map(outcomeOf)), clock, 5)

/** Several sources that share a store, each as if in a process of its own, with one token. */
async function fleet() {
  const { fetch, calls, clock } = stubTokenEndpoint()
  const store = createMemoryStore({ clock })
  const grant = clientCredentials({ tokenUrl, clientId, clientSecret, fetch })
  const sources = times(PROCESSES, () => createTokenSource({ grant, clock, store }))

  await settledIn(
    clock,
    sources.map((source) => source.getToken()),
  )
  return { sources, calls, clock }
}

describe('a token that is refused while it is refreshed behind the callers', () => {
  it('B02 B10 costs the fleet one token call', async () => {
    const { sources, calls, clock } = await fleet()
    await clock.advance(0.75 * HOUR_MS)
    for (const source of sources) {
      const sent = source.peek()?.accessToken ?? ''
      expect(sent).toBe('token-1')
      source.invalidate(sent)
    }
    expect(
      await settledIn(
        clock,
        sources.map((source) => source.getToken()),
      ),
    ).toMatchObject(times(PROCESSES, () => ({ accessToken: 'token-2' })))
    expect(calls).toHaveLength(2)
  })
})

describe('tokens of two generations that are revoked together', () => {
  it('B02 B26 the older one is refused, the newer one is, and the next request has a new one', async () => {
    const { sources, calls, clock } = await fleet()
    await clock.advance(0.25 * HOUR_MS)
    const [ahead, behind] = sources
    if (ahead === undefined || behind === undefined) throw new Error('too few processes')
    await settledIn(clock, [ahead.getToken({ forceRefresh: true })])
    expect([ahead.peek()?.accessToken, behind.peek()?.accessToken]).toEqual(['token-2', 'token-1'])
    const request = createAuthFetch({
      tokens: behind,
      origins: ['https://api.example'],
      fetch: async (_, init) => {
        const carried = new Headers(init?.headers).get('authorization')
        return new Response(null, { status: carried === 'Bearer token-3' ? 200 : 401 })
      },
    })
    await clock.advance(1_000)
    expect(await settledIn(clock, [request('https://api.example/')])).toMatchObject([{ status: 401 }])
    expect(await settledIn(clock, [request('https://api.example/')])).toMatchObject([{ status: 200 }])
    expect(calls).toHaveLength(3)
  })
})

describe('a refresh behind the callers that meets the lease of another process', () => {
  it('B06 B10 leaves it to that process, and looks again after a while', async () => {
    const { fetch, calls, clock } = stubTokenEndpoint()
    const inner = createMemoryStore({ clock })
    const asked: string[] = []
    let isTaken = false
    const store: TokenStore = {
      get: (...query) => {
        asked.push('get')
        return inner.get(...query)
      },
      set: inner.set,
      lease: async (...terms) => {
        asked.push('lease')
        return isTaken ? undefined : inner.lease?.(...terms)
      },
    }
    const events: TokenEvent[] = []
    const source = createTokenSource({
      grant: clientCredentials({ tokenUrl, clientId, clientSecret, fetch }),
      ...{ clock, store },
      onEvent: (event) => events.push(event),
    })
    await settledIn(clock, [source.getToken()])
    await clock.advance(0.9 * HOUR_MS)
    isTaken = true
    asked.length = 0
    events.length = 0
    expect(await settledIn(clock, [source.getToken()])).toMatchObject([{ accessToken: 'token-1' }])
    while (events.at(-1)?.type !== 'refresh_end') await settledIn(clock, [Promise.resolve()])
    expect(asked).toEqual(['get', 'lease'])
    expect(events.map((event) => ('outcome' in event ? [event.type, event.outcome] : [event.type]))).toEqual([
      ['refresh_start'],
      ['cache_hit'],
      ['lease', 'taken'],
      ['cool_down'],
      ['refresh_end', 'left'],
    ])
    isTaken = false
    await clock.advance(1_000)
    await settledIn(clock, [source.getToken()])
    while (calls.length < 2) await settledIn(clock, [Promise.resolve()])
    expect(calls).toHaveLength(2)
  })
})
