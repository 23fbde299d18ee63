import { describe, expect, it } from 'vitest'
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

  it.each([{ maxEntries: 0 }, { maxEntries: 1.5 }, { maxEntry: 1 }])('B21 refuses %o', (options) => {
    expect(() => createMemoryStore(options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })
})
