import { isRejected } from './record-cases.ts'
import type { StoreCase, StoreHandle } from './store-trial.ts'

/** A lease that lasts longer than a test, and one that a test waits for. */
const LONG_MS = 600_000
const SHORT_MS = 1_000
const OVER_MS = 1_100

/** Whether anybody holds it, found out by trying. */
async function isTaken(store: StoreHandle, key = 'key'): Promise<boolean> {
  const lease = await store.lease(key, LONG_MS)
  await lease?.release()
  return lease === undefined
}

export const leaseCases: Readonly<Record<string, StoreCase>> = {
  'B10: a lease has one holder': async ({ one, other }, expect) => {
    expect((await one.lease('key', LONG_MS)) === undefined).toBe(false)
    expect(await isTaken(one)).toBe(true)
    expect(await isTaken(other)).toBe(true)
  },
  'B10: of 50 who want a lease at once one gets it': async ({ one, other }, expect) => {
    const wanted = Array.from({ length: 50 }, (_, index) => (index % 2 ? one : other).lease('key', LONG_MS))
    const taken = (await Promise.all(wanted)).filter((lease) => lease !== undefined)
    expect(taken.length).toBe(1)
  },
  'B10: a lease that was given back can be taken again': async ({ one, other }, expect) => {
    for (const store of [one, other, other, one]) {
      const lease = await store.lease('key', LONG_MS)
      expect(lease === undefined).toBe(false)
      expect(await isTaken(other)).toBe(true)
      await lease?.release()
    }
    expect(await isTaken(other)).toBe(false)
  },
  'B10: a lease that nobody gives back runs out': async ({ one, other, pass, stepWallClock }, expect) => {
    await one.lease('key', SHORT_MS)
    stepWallClock(LONG_MS)
    expect(await isTaken(other)).toBe(true)
    await pass(OVER_MS)
    stepWallClock(-2 * LONG_MS)
    expect(await isTaken(other)).toBe(false)
  },
  'B10: of 50 who want a lease that has run out one gets it': async ({ one, other, pass }, expect) => {
    await one.lease('key', SHORT_MS)
    await pass(OVER_MS)
    const wanted = Array.from({ length: 50 }, (_, index) => (index % 2 ? one : other).lease('key', LONG_MS))
    const taken = (await Promise.all(wanted)).filter((lease) => lease !== undefined)
    expect(taken.length).toBe(1)
  },
  'B10: a renewed lease lasts from then on': async ({ one, other, pass }, expect) => {
    const lease = await one.lease('key', SHORT_MS)
    expect(await lease?.renew(LONG_MS)).toBe(true)
    await pass(OVER_MS)
    expect(await isTaken(other)).toBe(true)
    expect(await lease?.renew(SHORT_MS)).toBe(true)
    await pass(OVER_MS)
    expect(await isTaken(other)).toBe(false)
  },
  'B10: a lease whose time is over cannot be renewed': async ({ one, other, pass }, expect) => {
    const lease = await one.lease('key', SHORT_MS)
    await pass(OVER_MS)
    expect(await lease?.renew(LONG_MS)).toBe(false)
    expect(await isTaken(other)).toBe(false)
  },
  'B10: a former holder neither renews nor gives back what is somebody else’s': async (trial, expect) => {
    const { one, other, pass } = trial
    const former = await one.lease('key', SHORT_MS)
    await pass(OVER_MS)
    const lease = await other.lease('key', LONG_MS)
    expect(await former?.renew(LONG_MS)).toBe(false)
    await former?.release()
    expect(await isTaken(one)).toBe(true)
    expect(await lease?.renew(LONG_MS)).toBe(true)
    await lease?.release()
    expect(await lease?.renew(LONG_MS)).toBe(false)
    expect(await isTaken(one)).toBe(false)
  },
  'B12: leases of two keys, and a lease and a record, have nothing to do with each other': async (
    { one, other },
    expect,
  ) => {
    const lease = await one.lease('key', LONG_MS)
    expect(await isTaken(other, 'other-key')).toBe(false)
    expect(await other.get('key')).toBe(undefined)
    expect(await other.set('key', { value: 'value', version: 1, ttlMs: LONG_MS })).toBe(true)
    expect(await lease?.renew(LONG_MS)).toBe(true)
    await lease?.release()
    expect(await one.get('key')).toMatchObject({ value: 'value', version: 1 })
  },
  'B03: a lease that was given up before it was asked for is not taken': async ({ one, aborted }, expect) => {
    expect(await isRejected(aborted.lease('key', LONG_MS))).toBe(true)
    expect(await isTaken(one)).toBe(false)
  },
}
