import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileStore } from '@latchkey/auth-core/node'
import { describe, expect, it } from 'vitest'
import { encryptStore } from '../../src/stores/encrypt-store.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { describeTokenStore } from '../../src/testing/describe-token-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { times } from '../token-endpoint-stub.ts'
import { openStore } from './open-store.ts'

const { signal } = new AbortController()

const keyA = randomBytes(32)
const keyB = randomBytes(32)
const onlyA = { keys: { a: keyA }, current: 'a' }
const onlyB = { keys: { b: keyB }, current: 'b' }

const record = (version: number) => ({ value: `value-${version}`, version, ttlMs: 3_600_000 })

describeTokenStore(
  {
    name: 'encrypted memory store',
    createPlace() {
      const clock = manualClock()
      const memory = createMemoryStore({ clock })
      return { connect: () => encryptStore(memory, onlyA), clock }
    },
  },
  { describe, it, expect },
)

describeTokenStore(
  {
    name: 'encrypted file store',
    createPlace() {
      const clock = manualClock()
      const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
      return {
        connect: () => encryptStore(createFileStore({ directory, clock }), onlyA),
        clock,
        close: () => rmSync(directory, { recursive: true }),
      }
    },
  },
  { describe, it, expect },
)

describe('encryptStore', () => {
  it('B10 has leases where the store has them, which are called as its own', async () => {
    const { get, set } = createMemoryStore()
    expect(encryptStore({ get, set }, onlyA)).not.toHaveProperty('lease')
    class Store implements TokenStore {
      readonly memory = createMemoryStore()
      get: TokenStore['get'] = (key, call) => this.memory.get(key, call)
      set: TokenStore['set'] = (key, record, call) => this.memory.set(key, record, call)
      lease(...order: Parameters<NonNullable<TokenStore['lease']>>) {
        return Promise.resolve(this.memory.lease?.(...order))
      }
    }
    const store = encryptStore(new Store(), onlyA)
    expect(await store.set('key', record(1), { signal })).toBe(true)
    expect(await store.get('key', { signal })).toMatchObject({ value: 'value-1' })
    expect(await store.lease?.('key', 1_000, { signal })).toBeDefined()
    expect(await store.lease?.('key', 1_000, { signal })).toBeUndefined()
  })

  it('B21 refuses what is no store, by the name of what it lacks', () => {
    const { get } = createMemoryStore()
    for (const store of [undefined, {}])
      expect(() => encryptStore(store as never, onlyA)).toThrow('"store.get"')
    expect(() => encryptStore({ get } as never, onlyA)).toThrow('"store.set"')
  })

  it('B11 a store that fails stays one that fails', async () => {
    const failing: TokenStore = {
      get: () => Promise.reject(new Error('down')),
      set: () => Promise.reject(new Error('down')),
    }
    const store = encryptStore(failing, onlyA)
    await expect(store.get('key', { signal })).rejects.toThrow('down')
    await expect(store.set('key', record(1), { signal })).rejects.toThrow('down')
  })

  it('B17 the same value looks different each time, and begins with format and key id', async () => {
    const inner = openStore()
    const store = encryptStore(inner, onlyA)
    const seen = new Set<string>()
    for (const version of times(100, (index) => index + 1)) {
      await store.set('key', { ...record(version), value: 'same' }, { signal })
      const { value = '' } = inner.records.get('key') ?? {}
      expect(value).toMatch(/^lk1:a:[A-Za-z0-9+/]{43}=$/)
      seen.add(value.slice('lk1:a:'.length, 'lk1:a:'.length + 16))
    }
    expect(seen.size).toBe(100)
  })
})

describe('encryptStore: changing the key', () => {
  it('B09 what the old key wrote is read, what is written is for the new one', async () => {
    const inner = openStore()
    await encryptStore(inner, onlyA).set('key', record(1), { signal })
    const both = encryptStore(inner, { keys: { a: keyA, b: keyB }, current: 'b' })
    expect(await both.get('key', { signal })).toEqual({ value: 'value-1', version: 1, ageMs: 0 })
    await both.set('key', record(2), { signal })
    expect(await both.get('key', { signal })).toMatchObject({ value: 'value-2' })
    expect(await encryptStore(inner, onlyB).get('key', { signal })).toMatchObject({ value: 'value-2' })
  })

  it('B11 a record whose key was taken away is no token, and leaves its version as the fence', async () => {
    const inner = openStore()
    await encryptStore(inner, onlyA).set('key', record(7), { signal })
    const store = encryptStore(inner, onlyB)
    expect(await store.get('key', { signal })).toEqual({ value: '', version: 7, ageMs: 0 })
    expect(await store.set('key', record(7), { signal })).toBe(false)
    expect(await store.set('key', record(8), { signal })).toBe(true)
    expect(await store.get('key', { signal })).toMatchObject({ value: 'value-8', version: 8 })
  })
})
