import { describe, expect, it } from 'vitest'
import { accessStore, LEAVE_ALONE_MS } from '../src/ask-store.ts'
import { createEventSink, type TokenEvent } from '../src/events.ts'
import { takeLease } from '../src/held-lease.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import type { TokenStore } from '../src/stores/token-store.ts'
import { manualClock } from '../src/testing/manual-clock.ts'

const TIMEOUT_MS = 1_000
const LEASE_MS = 60_000

/** A lease of a store that answers after so long. */
async function taking(answersAfterMs: number) {
  const clock = manualClock()
  const memory = createMemoryStore({ clock }) as Required<TokenStore>
  const slow: TokenStore = {
    ...memory,
    async lease(...terms) {
      const lease = await memory.lease(...terms)
      await new Promise<void>((resolve) => void clock.setTimer(resolve, answersAfterMs))
      return (
        lease && {
          ...lease,
          async release(call) {
            call.signal.throwIfAborted()
            await lease.release(call)
          },
        }
      )
    },
  }
  const { ask } = accessStore({ clock, timeoutMs: TIMEOUT_MS, events: createEventSink(undefined) })
  const taken = takeLease(slow, ask, { key: 'key', ms: LEASE_MS, clock, waiting: clock })
  await clock.advance(answersAfterMs)
  const { signal } = new AbortController()
  return {
    clock,
    lease: await taken,
    isFree: async () => !!(await memory.lease('key', LEASE_MS, { signal })),
  }
}

describe('takeLease', () => {
  it('B10 counts the time of a lease from before the store was asked', async () => {
    const { clock, lease } = await taking(900)
    if (typeof lease === 'string') throw new Error(lease)
    expect(lease.remainingMs()).toBe(LEASE_MS - 900)
    expect(await lease.renew(LEASE_MS)).toBe(true)
    expect(lease.remainingMs()).toBe(LEASE_MS)
    await clock.advance(LEASE_MS)
    expect([await lease.renew(LEASE_MS), lease.remainingMs()]).toEqual([false, 0])
  })

  it('B10 gives a lease back that comes when nobody waits for it any more', async () => {
    const { lease, isFree } = await taking(TIMEOUT_MS + 1)
    expect(lease).toBe('away')
    expect(await isFree()).toBe(true)
  })

  it('B11 of a store that is away is ours no longer, and nothing rejects', async () => {
    const clock = manualClock()
    const events: TokenEvent[] = []
    const fail = () => Promise.reject(new Error('store down'))
    const store: TokenStore = {
      ...createMemoryStore({ clock }),
      lease: async () => ({ renew: fail, release: fail }),
    }
    const { ask } = accessStore({
      clock,
      timeoutMs: TIMEOUT_MS,
      events: createEventSink((event) => events.push(event)),
    })
    const lease = await takeLease(store, ask, { key: 'key', ms: LEASE_MS, clock, waiting: clock })
    if (typeof lease === 'string') throw new Error(lease)
    expect(await lease.renew(LEASE_MS)).toBe(false)
    await clock.advance(LEAVE_ALONE_MS)
    await lease.release()
    const failure = { type: 'store_failure', operation: 'lease', reason: 'failed' }
    expect(events).toEqual([failure, failure])
  })
})
