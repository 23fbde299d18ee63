import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { NewRecord, TokenStore } from '../../src/stores/token-store.ts'

/** A store with leases whose records a test can look at, exchange and spoil. */
export function openStore() {
  const records = new Map<string, NewRecord>()
  return {
    ...createMemoryStore(),
    records,
    async get(key: string) {
      const record = records.get(key)
      return record && { value: record.value, version: record.version, ageMs: 0 }
    },
    async set(key: string, record: NewRecord) {
      if ((records.get(key)?.version ?? 0) >= record.version) return false
      records.set(key, record)
      return true
    },
  } satisfies TokenStore & Record<string, unknown>
}
