import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TokenEvent } from '../../src/events.ts'
import { encryptStore } from '../../src/stores/encrypt-store.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { NewRecord, StoredRecord, TokenStore } from '../../src/stores/token-store.ts'
import { issue, stubbedSource } from '../token-endpoint-stub.ts'
import { badRecords, fail, type GoodRecord } from './bad-records.ts'

const [key, otherKey] = [randomBytes(32), randomBytes(32)]
const malformed = { type: 'store_failure', operation: 'get', reason: 'malformed' }

/** What a new process gets of this store. */
async function ask(store: TokenStore, accessToken: string) {
  const events: TokenEvent[] = []
  const behind: Promise<unknown>[] = []
  const { source, calls } = stubbedSource({
    store,
    answer: () => issue(1, { access_token: accessToken }),
    onEvent: (event) => events.push(event),
    waitUntil: (work) => behind.push(work),
  })
  const token = await source.getToken()
  await Promise.all(behind)
  const failures = events.filter(({ type }) => type === 'store_failure')
  return { accessToken: token.accessToken, calls: calls.length, failures }
}

/** A store that holds one record, whatever it is, until a newer one is written. */
function storeOf(held: unknown, { leases }: { readonly leases: boolean }) {
  let record = held
  const { lease } = createMemoryStore()
  const store: TokenStore = {
    get: async () => record as StoredRecord | undefined,
    async set(_, { value, version }: NewRecord) {
      if (version <= fenceOf(record)) return false
      record = { value, version, ageMs: 0 }
      return true
    },
    ...(leases && lease ? { lease } : {}),
  }
  return { store, held: () => record }
}

// A store knows the version of what it holds, whatever it says about it.
function fenceOf(record: unknown): number {
  try {
    const { version } = Object(record)
    return Number.isSafeInteger(version) ? version : 0
  } catch {
    return 0
  }
}

/** What stands in a store after its seventh token. */
async function goodRecord(): Promise<GoodRecord> {
  const { store, held } = storeOf({ value: '', version: 6, ageMs: 0 }, { leases: false })
  await ask(store, 'stored')
  return held() as GoodRecord
}

describe.each([
  ['with leases', true],
  ['without leases', false],
])('bad records in a store %s', (_, leases) => {
  it('B11 the check itself: the record that is spoilt would be adopted', async () => {
    const good = await goodRecord()
    expect(good.version).toBe(7)
    const { store } = storeOf(good, { leases })
    expect(await ask(store, 'new')).toEqual({ accessToken: 'stored', calls: 0, failures: [] })
  })

  it.each(Object.entries(badRecords))('B11 %s: absent, one event, replaced', async (_, spoil) => {
    const { store } = storeOf(spoil(await goodRecord()), { leases })
    expect(await ask(store, 'new')).toEqual({ accessToken: 'new', calls: 1, failures: [malformed] })
    expect(await ask(store, 'newer')).toEqual({ accessToken: 'new', calls: 0, failures: [] })
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([
    ['the wrong encryption key', { keys: { a: otherKey }, current: 'a' }],
    ['an encryption key that was taken away', { keys: { b: otherKey }, current: 'b' }],
  ])('B11 %s: absent, one event, replaced', async (_, options) => {
    const { store } = storeOf({ value: '', version: 6, ageMs: 0 }, { leases })
    await ask(encryptStore(store, { keys: { a: key }, current: 'a' }), 'stored')
    const other = encryptStore(store, options)
    expect(await ask(other, 'new')).toEqual({ accessToken: 'new', calls: 1, failures: [malformed] })
    expect(await ask(other, 'newer')).toEqual({ accessToken: 'new', calls: 0, failures: [] })
  })

  it('B11 a version that leaves no room for a newer one: each process has a token of its own', async () => {
    const version = Number.MAX_SAFE_INTEGER
    const { store } = storeOf({ ...(await goodRecord()), version }, { leases })
    for (const accessToken of ['one', 'another'])
      expect(await ask(store, accessToken)).toEqual({ accessToken, calls: 1, failures: [malformed] })
  })

  it('B11 a record that no promise can hold: a store that fails', async () => {
    const { store } = storeOf(new Proxy({}, { get: fail }), { leases })
    const failures = [{ ...malformed, reason: 'failed' }]
    expect(await ask(store, 'new')).toEqual({ accessToken: 'new', calls: 1, failures })
  })
})
