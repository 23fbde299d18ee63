import type { Clock } from '../../src/clock.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import type { Lifeline } from './lifeline.ts'

/** What the store does: `deaf` hears nothing, `silent` does what it is told and does not say so. */
export const storeMoods = ['up', 'slow', 'rejects', 'deaf', 'silent', 'garbage'] as const
export type StoreMood = (typeof storeMoods)[number]

const GARBAGE: readonly unknown[] = [
  null,
  'OK',
  {},
  { value: '{', version: 1, ageMs: 0 },
  { value: '{"accessToken":"a\\nb"}', version: 99, ageMs: 0 },
  { value: '{"accessToken":"x"}', version: 'x', ageMs: 0 },
  { value: '{"accessToken":"x"}', version: 1, ageMs: -1 },
]
const SLOW_MS = 300

/** A store that may fail in every way, and outlives the processes that use it. */
export interface FaultyStore {
  mood: StoreMood
  connect(lifeline: Lifeline): TokenStore
  /** Whether a record holds this token. */
  holds(token: string): boolean
}

export function faultyStore(clock: Clock): FaultyStore {
  const inner = createMemoryStore({ clock })
  const values = new Map<string, string>()
  let garbage = 0
  const signal = new AbortController().signal
  const after = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(resolve, ms))
  const never = () => new Promise<never>(() => {})

  async function asMood<T>(work: () => Promise<T>): Promise<T> {
    switch (store.mood) {
      case 'rejects':
        throw new Error('the store is down')
      case 'deaf':
        return never()
      case 'silent':
        await work()
        return never()
      case 'slow':
        await after(SLOW_MS)
        return work()
      default:
        return work()
    }
  }

  async function set(...[key, record, options]: Parameters<TokenStore['set']>): Promise<boolean> {
    const written = await inner.set(key, record, options)
    if (written) values.set(key, record.value)
    return written
  }

  const store: FaultyStore = {
    mood: 'up',
    holds: (token) => [...values.values()].some((value) => value.includes(`"${token}"`)),
    connect(lifeline) {
      const ask = <T>(work: () => Promise<T>) => lifeline.watch(asMood(work))
      return {
        get(key, options) {
          if (store.mood === 'garbage') return Promise.resolve(GARBAGE[garbage++ % GARBAGE.length] as never)
          return ask(() => inner.get(key, options))
        },
        set: (key, record, options) => ask(() => set(key, record, options)),
        async lease(key, ms, options) {
          const lease = await ask(async () => inner.lease?.(key, ms, options))
          return (
            lease && {
              renew: (more) => ask(() => lease.renew(more, { signal })),
              release: () => ask(() => lease.release({ signal })),
            }
          )
        },
      }
    },
  }
  return store
}
