import { checkKnown, checkPositive } from '../check-options.ts'
import { type Clock, systemClock } from '../clock.ts'
import { createLruMap, type LruEntry } from '../lru-map.ts'
import type { Lease, NewRecord, TokenStore } from './token-store.ts'

export interface MemoryStoreOptions {
  /** How many records are kept; beyond, the one used longest ago is forgotten. @default 10000 */
  readonly maxEntries?: number
  /** @default the machine's clock */
  readonly clock?: Clock
}

interface MemoryRecord extends NewRecord, LruEntry {
  readonly key: string
  readonly writtenAt: number
}

/**
 * A store in this process's memory: lets several token sources share their tokens, with one token call for all.
 * @returns a store that never fails
 * @throws {LatchkeyError} `invalid_options`
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): TokenStore {
  checkKnown('createMemoryStore', options, ['maxEntries', 'clock'])
  const { maxEntries = 10_000, clock = systemClock } = options
  const records = createLruMap<MemoryRecord>({
    maxEntries: checkPositive('maxEntries', maxEntries),
    keyOf: ({ key }) => key,
  })
  const leases = new Map<string, { until: number }>()

  function live(key: string) {
    const record = records.get(key)
    if (record === undefined) return undefined
    const ageMs = clock.monotonic() - record.writtenAt
    return ageMs < record.ttlMs ? { value: record.value, version: record.version, ageMs } : undefined
  }

  // Those whose holder never gave them back.
  function forgetLapsed(now: number): void {
    if (leases.size < maxEntries) return
    for (const [key, { until }] of leases) if (until <= now) leases.delete(key)
  }

  return {
    async get(key, { signal }) {
      signal.throwIfAborted()
      return live(key)
    },
    async set(key, record, { signal }) {
      signal.throwIfAborted()
      if ((live(key)?.version ?? 0) >= record.version) return false
      records.set({ ...record, key, writtenAt: clock.monotonic(), older: undefined, newer: undefined })
      return true
    },
    async lease(key, ms, { signal }): Promise<Lease | undefined> {
      signal.throwIfAborted()
      const now = clock.monotonic()
      forgetLapsed(now)
      if ((leases.get(key)?.until ?? now) > now) return undefined
      const held = { until: now + ms }
      leases.set(key, held)
      const isOurs = () => leases.get(key) === held
      return {
        async renew(more) {
          if (!isOurs() || held.until <= clock.monotonic()) return false
          held.until = clock.monotonic() + more
          return true
        },
        async release() {
          if (isOurs()) leases.delete(key)
        },
      }
    },
  }
}
