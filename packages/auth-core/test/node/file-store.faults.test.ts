import { readdirSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { atEachStep } from './at-each-step.ts'
import { faultyDisk } from './faulty-disk.ts'

vi.mock('node:fs/promises', async (importActual) => {
  const { faultyDisk } = await import('./faulty-disk.ts')
  return faultyDisk.over(await importActual())
})

const { signal } = new AbortController()
const LEASE_MS = 10_000
const record = (version: number) => ({ value: `value-${version}`, version, ttlMs: 3_600_000 })

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => path.split('/').at(-1))

describe('createFileStore on a disk that fails', () => {
  it('B10 a writer who dies at any step leaves the old record or the new one, and nobody in the way', async () => {
    const seen = new Set<string | undefined>()
    const steps = await atEachStep({
      fault: 'death',
      prepare: (store) => store.set('key', record(1), { signal }),
      act: (store) => store.set('key', record(2), { signal }),
      async check(store, { clock, directory }) {
        const found = await store.get('key', { signal })
        seen.add(found?.value)
        expect(await store.set('key', record(2), { signal })).toBe(found?.version === 1)
        expect(await store.set('key', record(3), { signal })).toBe(true)
        expect((await store.get('key', { signal }))?.value).toBe('value-3')
        await clock.advance(0)
        expect(filesIn(directory).length).toBeLessThanOrEqual(5)
      },
    })
    expect([...seen].sort()).toEqual(['value-1', 'value-2'])
    expect(steps).toBeGreaterThan(10)
  })

  it('B10 the first writer of a key may die at any step', async () => {
    await atEachStep({
      fault: 'death',
      prepare: async () => {},
      act: (store) => store.set('key', record(1), { signal }),
      async check(store) {
        const found = await store.get('key', { signal })
        expect([undefined, 'value-1']).toContain(found?.value)
        expect(await store.set('key', record(2), { signal })).toBe(true)
        expect((await store.get('key', { signal }))?.value).toBe('value-2')
      },
    })
  })

  it('B10 a writer who is overtaken in his sleep, wherever it is, changes nothing', async () => {
    await atEachStep({
      fault: 'sleep',
      prepare: (store) => store.set('key', record(1), { signal }),
      act: (store) => store.set('key', record(2), { signal }),
      async check(store, _, __, pending) {
        const wasWritten = (await store.get('key', { signal }))?.version === 2
        for (let version = 3; version < 9; version++)
          expect(await store.set('key', record(version), { signal })).toBe(true)
        faultyDisk.wake()
        expect([false, wasWritten]).toContain(await pending)
        expect((await store.get('key', { signal }))?.value).toBe('value-8')
      },
    })
  })

  it('B10 who is overtaken in his sleep while he takes a lease does not have it', async () => {
    await atEachStep({
      fault: 'sleep',
      prepare: async () => {},
      act: (store) => store.lease('key', LEASE_MS, { signal }),
      async check(store, { clock }, _, pending) {
        const early = await store.lease('key', LEASE_MS, { signal })
        if (early === undefined) await clock.advance(LEASE_MS)
        await early?.release({ signal })
        for (let round = 0; round < 3; round++)
          await (await store.lease('key', LEASE_MS, { signal }))?.release({ signal })
        const held = await store.lease('key', LEASE_MS, { signal })
        faultyDisk.wake()
        const late = (await pending) as typeof held
        // Where it was his, it is over, which his own clock tells him too.
        if (early !== undefined) expect(late).toBeUndefined()
        expect(await late?.renew(LEASE_MS, { signal })).not.toBe(true)
        await late?.release({ signal })
        expect(await held?.renew(LEASE_MS, { signal })).toBe(true)
      },
    })
  })

  it('B10 who is overtaken in his sleep while he renews a lease has lost it', async () => {
    await atEachStep({
      fault: 'sleep',
      prepare: (store) => store.lease('key', LEASE_MS, { signal }),
      act: async (_, lease) => lease?.renew(2 * LEASE_MS, { signal }),
      async check(store, { clock }, _, pending) {
        await clock.advance(LEASE_MS)
        const lease = await store.lease('key', LEASE_MS, { signal })
        faultyDisk.wake()
        expect(await pending).toBe(lease === undefined)
        if (lease !== undefined) expect(await lease.renew(LEASE_MS, { signal })).toBe(true)
      },
    })
  })

  it('B13 a reader who is overtaken in his sleep reads the old record or the new one', async () => {
    await atEachStep({
      fault: 'sleep',
      prepare: (store) => store.set('key', record(1), { signal }),
      act: (store) => store.get('key', { signal }),
      async check(store, _, __, pending) {
        for (let version = 2; version < 9; version++) await store.set('key', record(version), { signal })
        faultyDisk.wake()
        expect(['value-1', 'value-8']).toContain(((await pending) as { value: string }).value)
      },
    })
  })

  it.each(['ENOSPC', 'EIO'] as const)(
    'B11 %s at any step is a rejection, and the record stays',
    async (fault) => {
      const steps = await atEachStep({
        fault,
        prepare: (store) => store.set('key', record(1), { signal }),
        act: (store) => store.set('key', record(2), { signal }),
        async check(store, { directory }, outcome) {
          expect(outcome).toMatchObject({ code: fault })
          const found = await store.get('key', { signal })
          expect(['value-1', 'value-2']).toContain(found?.value)
          expect(filesIn(directory).filter((name) => name?.startsWith('draft'))).toEqual([])
          expect(await store.set('key', record(3), { signal })).toBe(true)
        },
      })
      expect(steps).toBeGreaterThan(3)
    },
  )

  it('B10 a lease whose holder dies at any step of taking it runs out', async () => {
    await atEachStep({
      fault: 'death',
      prepare: async () => {},
      act: (store) => store.lease('key', LEASE_MS, { signal }),
      async check(store, { clock }) {
        const early = await store.lease('key', LEASE_MS, { signal })
        await clock.advance(LEASE_MS)
        const late = await store.lease('key', LEASE_MS, { signal })
        expect(late).toBeDefined()
        expect(await early?.renew(LEASE_MS, { signal })).not.toBe(true)
        expect(await store.lease('key', LEASE_MS, { signal })).toBeUndefined()
      },
    })
  })

  it.each(['renew', 'release'] as const)('B10 and of an attempt to %s it', async (method) => {
    await atEachStep({
      fault: 'death',
      prepare: (store) => store.lease('key', LEASE_MS, { signal }),
      act: async (_, lease) =>
        method === 'renew' ? lease?.renew(2 * LEASE_MS, { signal }) : lease?.release({ signal }),
      async check(store, { clock }) {
        if (method === 'renew') expect(await store.lease('key', LEASE_MS, { signal })).toBeUndefined()
        await clock.advance(2 * LEASE_MS)
        expect(await store.lease('key', LEASE_MS, { signal })).toBeDefined()
      },
    })
  })

  it('B11 a read that dies or fails is nobody else’s concern', async () => {
    await atEachStep({
      fault: 'death',
      prepare: (store) => store.set('key', record(1), { signal }),
      act: (store) => store.get('key', { signal }),
      check: async (store) => expect((await store.get('key', { signal }))?.value).toBe('value-1'),
    })
  })
})
