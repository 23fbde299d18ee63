import { type Clock, createMemoryStore, type TokenStore } from '@latchkey/auth-core'

export const OPERATIONS = ['get', 'set', 'lease', 'renew', 'release'] as const
type Operation = (typeof OPERATIONS)[number]

export interface Load {
  readonly counts: Readonly<Record<Operation, number>>
  /** In the busiest second. */
  readonly peak: number
  /** How long the slowest answer took. */
  readonly slowestMs: number
}

export interface SimulatedRedis {
  /** A store for one process. */
  connect(): TokenStore
  /** What came since it was asked last. */
  takeLoad(): Load
}

export interface RedisTerms {
  readonly clock: Clock
  readonly roundTripMs: number
  /** What one thread has to do for one operation. */
  readonly serviceMs: number
}

/** A store of the whole fleet that answers as Redis does: one operation after another, each some time after it came. */
export function simulateRedis({ clock, roundTripMs, serviceMs }: RedisTerms): SimulatedRedis {
  const store = createMemoryStore({ clock })
  // What has been sent is done, whether anybody waits for the answer or not.
  const { signal } = new AbortController()
  let freeAt = 0
  let counts = noCounts()
  let perSecond = new Map<number, number>()
  let slowestMs = 0

  /** Waits until it is this operation's turn, and for the wire. */
  function turn(operation: Operation): Promise<void> {
    const now = clock.monotonic()
    const second = Math.floor(now / 1000)
    counts[operation]++
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
    freeAt = Math.max(freeAt, now) + serviceMs
    const delayMs = freeAt - now + roundTripMs
    slowestMs = Math.max(slowestMs, delayMs)
    return new Promise((resolve) => clock.setTimer(resolve, delayMs))
  }

  return {
    connect: () => ({
      async get(key) {
        await turn('get')
        return store.get(key, { signal })
      },
      async set(key, record) {
        await turn('set')
        return store.set(key, record, { signal })
      },
      async lease(key, ms) {
        await turn('lease')
        const lease = await store.lease?.(key, ms, { signal })
        return (
          lease && {
            async renew(more) {
              await turn('renew')
              return lease.renew(more, { signal })
            },
            async release() {
              await turn('release')
              return lease.release({ signal })
            },
          }
        )
      },
    }),
    takeLoad() {
      const load = { counts, peak: Math.max(0, ...perSecond.values()), slowestMs }
      counts = noCounts()
      perSecond = new Map()
      slowestMs = 0
      return load
    },
  }
}

function noCounts(): Record<Operation, number> {
  return { get: 0, set: 0, lease: 0, renew: 0, release: 0 }
}
