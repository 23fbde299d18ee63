import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'

const { signal } = new AbortController()
const record = (version: number, ttlMs = 1_000) => ({ value: `value-${version}`, version, ttlMs })

describe('createMemoryStore', () => {
  it('keeps a record for its time, and says how old it is by elapsed time alone', async () => {
    const clock = manualClock()
    const store = createMemoryStore({ clock })
    expect(await store.get('a', { signal })).toBeUndefined()
    expect(await store.set('a', record(1), { signal })).toBe(true)
    await clock.advance(999)
    clock.step(3_600_000)
    expect(await store.get('a', { signal })).toEqual({ value: 'value-1', version: 1, ageMs: 999 })
    await clock.advance(1)
    expect(await store.get('a', { signal })).toBeUndefined()
  })

  it('never replaces a record by one of the same or an older version', async () => {
    const clock = manualClock()
    const store = createMemoryStore({ clock })
    await store.set('a', record(2), { signal })
    expect(await store.set('a', record(1), { signal })).toBe(false)
    expect(await store.set('a', record(2), { signal })).toBe(false)
    expect(await store.set('a', record(3), { signal })).toBe(true)
    expect((await store.get('a', { signal }))?.value).toBe('value-3')
    await clock.advance(1_000)
    expect(await store.set('a', record(1), { signal })).toBe(true)
  })

  it('B12 forgets the record used longest ago', async () => {
    const store = createMemoryStore({ maxEntries: 2 })
    for (const key of ['a', 'b']) await store.set(key, record(1), { signal })
    await store.get('a', { signal })
    await store.set('c', record(1), { signal })
    expect(
      await Promise.all(['a', 'b', 'c'].map(async (key) => (await store.get(key, { signal }))?.version)),
    ).toEqual([1, undefined, 1])
  })

  it('B12 forgets leases that nobody gave back, where there are as many as records may be', async () => {
    const clock = manualClock()
    const store = createMemoryStore({ maxEntries: 3, clock })
    // Nothing but memory tells whether a lapsed lease is still held: what the store's Map is asked to delete does.
    const deleting = vi.spyOn(Map.prototype, 'delete')
    onTestFinished(() => deleting.mockRestore())
    const forgotten = () => deleting.mock.calls.flat().filter((key) => ['one', 'two', 'live'].includes(key))
    for (const key of ['one', 'two']) await store.lease?.(key, 1_000, { signal })
    await clock.advance(1_000)
    const live = await store.lease?.('live', 1_000, { signal })
    expect(forgotten()).toEqual([])
    await store.lease?.('another', 1_000, { signal })
    expect(forgotten()).toEqual(['one', 'two'])
    expect(await store.lease?.('live', 1_000, { signal })).toBeUndefined()
    expect(await live?.renew(1_000, { signal })).toBe(true)
  })

  it.each([
    [{ maxEntries: 0 }, '"maxEntries" must be'],
    [{ maxEntries: 1.5 }, '"maxEntries" must be'],
    [{ maxEntry: 1 }, 'createMemoryStore has no option "maxEntry"'],
  ])('B21 refuses %o', (options, message) => {
    expect(() => createMemoryStore(options as object)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(message) }),
    )
  })
})
