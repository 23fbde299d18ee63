import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Grant } from '../src/grants/grant.ts'
import { createLruMap, type LruEntry } from '../src/lru-map.ts'
import { hang, issue, type StubbedClient, stubbedSource, times } from './token-endpoint-stub.ts'

/** A token for each subject. */
const perSubject = ({ fetch, tokenUrl }: StubbedClient): Grant => ({
  identity: () => [],
  async requestToken({ subject, exchange }) {
    await exchange({ url: tokenUrl, headers: {}, secrets: [], fetch })
    return { accessToken: `of-${subject}`, lifetimeMs: 3_600_000 }
  },
})

interface Labelled<V> extends LruEntry {
  readonly key: string
  readonly value: V
}

/** A map of values. */
function lruOf<V>(maxEntries: number, isBusy: (value: V) => boolean = () => false) {
  const map = createLruMap<Labelled<V>>({
    maxEntries,
    keyOf: ({ key }) => key,
    isBusy: ({ value }) => isBusy(value),
  })
  return {
    get size() {
      return map.size
    },
    get: (key: string) => map.get(key)?.value,
    set: (key: string, value: V) => map.set({ key, value, older: undefined, newer: undefined }),
  }
}

describe('B12 the bounded map', () => {
  it('B12 holds exactly maxEntries and forgets what was used longest ago', () => {
    const map = lruOf<number>(3)
    for (const key of ['a', 'b', 'c']) map.set(key, 1)
    map.get('a')
    map.set('b', 2)
    map.set('d', 1)
    expect([map.size, map.get('c'), map.get('a'), map.get('b'), map.get('d')]).toEqual([
      3,
      undefined,
      1,
      2,
      1,
    ])
  })

  it('B12 keeps busy entries, and is back to its bound as soon as they are not', () => {
    const busy = new Set(['a', 'b', 'c'])
    const map = lruOf<string>(2, (value) => busy.has(value))
    for (const key of ['a', 'b', 'c', 'd']) map.set(key, key)
    expect([map.size, map.get('a'), map.get('b'), map.get('c'), map.get('d')]).toEqual([
      4,
      'a',
      'b',
      'c',
      'd',
    ])
    busy.clear()
    map.set('e', 'e')
    expect([map.size, map.get('d'), map.get('e'), map.get('a')]).toEqual([2, 'd', 'e', undefined])
  })

  it('B12 what has just been set is never forgotten', () => {
    const map = lruOf<string>(1, (value) => value === 'busy')
    map.set('a', 'busy')
    map.set('b', 'idle')
    expect([map.size, map.get('b')]).toEqual([2, 'idle'])
  })

  it('B12 behaves as a list ordered by use', () => {
    const step = fc.record({ set: fc.boolean(), key: fc.constantFrom(...'abcdef') })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (maxEntries, steps) => {
        const map = lruOf<number>(maxEntries)
        let model: [string, number][] = []
        for (const [index, { set, key }] of steps.entries()) {
          const known = model.find(([name]) => name === key)
          if (set) map.set(key, index)
          else expect(map.get(key)).toBe(known?.[1])
          if (set || known)
            model = [...model.filter(([name]) => name !== key), [key, set ? index : (known?.[1] ?? 0)]]
          model = model.slice(-maxEntries)
          expect(map.size).toBe(model.length)
        }
      }),
    )
  })

  it('B12 a source keeps maxEntries subjects', async () => {
    const { source, calls } = stubbedSource({ maxEntries: 100, grant: perSubject })
    for (let index = 0; index < 150; index++) await source.getToken({ subject: `user-${index}` })
    expect(times(150, (index) => source.peek(`user-${149 - index}`)).filter(Boolean)).toHaveLength(100)
    expect(calls).toHaveLength(150)
  })

  it('B12 a subject whose token call is under way is not forgotten', async () => {
    const { source, clock, calls, endpoint } = stubbedSource({
      maxEntries: 1,
      grant: perSubject,
      answer: hang,
    })
    const first = source.getToken({ subject: 'a' })
    await clock.advance(0)
    endpoint.answer = (_, number) => issue(number)
    await source.getToken({ subject: 'b' })
    const joined = source.getToken({ subject: 'a' })
    await clock.advance(20_000)
    expect(await first).toBe(await joined)
    expect(calls).toHaveLength(3)
  })
})
