import { describe, expect, it } from 'vitest'
import { createEventSink } from '../src/events.ts'
import { createTokenShelf } from '../src/stored-token.ts'
import type { NewRecord, TokenStore } from '../src/stores/token-store.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { times } from './token-endpoint-stub.ts'

/** After a failure the store is left alone for 5 s, then offered what it has not taken. */
const ROUND_MS = 5_100
const TIMEOUT_MS = 1_000

/** A shelf on a store that notes what it took, in order; `meet` says what comes of each write. */
function shelfOn(meet: (key: string, record: NewRecord) => unknown) {
  const clock = manualClock()
  const taken: string[] = []
  const store: TokenStore = {
    get: async () => undefined,
    async set(key, record) {
      await meet(key, record)
      taken.push(`${key} ${record.version}`)
      return true
    },
  }
  const shelf = createTokenShelf(store, { clock, timeoutMs: TIMEOUT_MS, events: createEventSink(undefined) })
  const write = (key: string, version: number) => shelf.write(key, { accessToken: 'a' }, version, clock)
  return { clock, taken, write }
}

const fail = () => Promise.reject(new Error('store down'))
const after = (clock: ReturnType<typeof manualClock>, ms: number) =>
  new Promise<void>((resolve) => void clock.setTimer(resolve, ms))

describe('what the store has not taken', () => {
  it('B09 is offered again as soon as the store is no longer left alone', async () => {
    let isDown = true
    const { clock, taken, write } = shelfOn(() => (isDown ? fail() : undefined))
    expect(await write('a', 1)).toBeUndefined()
    isDown = false
    await clock.advance(ROUND_MS - 1)
    expect(taken).toEqual([])
    await clock.advance(1)
    expect(taken).toEqual(['a 1'])
    await clock.advance(ROUND_MS)
    expect([taken, clock.timers]).toEqual([['a 1'], 0])
  })

  it('B09 does not keep back the others: the next round begins with another one', async () => {
    let refusing = ['a', 'b', 'c']
    const { clock, taken, write } = shelfOn((key) => (refusing.includes(key) ? fail() : undefined))
    for (const key of refusing) await write(key, 1)
    refusing = ['a']
    await clock.advance(2 * ROUND_MS)
    expect(taken).toEqual(['b 1', 'c 1'])
    refusing = []
    await clock.advance(2 * ROUND_MS)
    expect(taken).toEqual(['b 1', 'c 1', 'a 1'])
  })

  it('B09 is not put back over a newer one, when its second offer fails too', async () => {
    let fault: 'fails' | 'hangs' | undefined = 'fails'
    const { clock, taken, write } = shelfOn(() => {
      if (fault === 'fails') return fail()
      return fault === 'hangs' ? new Promise(() => {}) : undefined
    })
    await write('a', 1)
    fault = 'hangs'
    await clock.advance(ROUND_MS)
    const newer = write('a', 2)
    await clock.advance(TIMEOUT_MS)
    expect(await newer).toBeUndefined()
    fault = undefined
    await clock.advance(2 * ROUND_MS)
    expect(taken).toEqual(['a 2'])
  })

  it('B09 is still offered, where an older one comes through late', async () => {
    let newerFails = true
    const { clock, taken, write } = shelfOn((_, { version }) => {
      if (version === 1) return after(clock, 500)
      return newerFails ? fail() : undefined
    })
    const older = write('a', 1)
    expect(await write('a', 2)).toBeUndefined()
    await clock.advance(500)
    expect(await older).toBe(true)
    newerFails = false
    await clock.advance(ROUND_MS)
    expect(taken).toEqual(['a 1', 'a 2'])
  })

  it('B12 is bounded: of more than 10,000 the one that waits longest is given up', async () => {
    let isDown = true
    const { clock, taken, write } = shelfOn(() => (isDown ? fail() : undefined))
    for (const index of times(10_000, (index) => index)) await write(`user-${index}`, 1)
    // Written anew, it waits no longer than the last one.
    await write('user-0', 2)
    await write('user-10000', 1)
    isDown = false
    await clock.advance(ROUND_MS)
    expect(taken).toHaveLength(10_000)
    expect([taken[0], ...taken.slice(-2)]).toEqual(['user-2 1', 'user-0 2', 'user-10000 1'])
  })
})
