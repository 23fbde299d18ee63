import type { NewRecord } from '../stores/token-store.ts'
import type { StoreCase } from './store-trial.ts'

/** Long enough for a busy machine to come back to the test. */
const MS = 1_000
const HOUR = 3_600_000
/** Between the clock of the test and a real store's. */
const TOLERANCE_MS = 50

function record(version: number, { value = `value-${version}`, ttlMs = HOUR } = {}): NewRecord {
  return { value, version, ttlMs }
}

/** 0 to 49, in an order that is neither up nor down. */
const FIFTY = Array.from({ length: 50 }, (_, index) => (index * 19) % 50)

export const recordCases: Readonly<Record<string, StoreCase>> = {
  'B11: under a key that nobody wrote there is nothing': async ({ one, other }, expect) => {
    await one.set('key', record(1))
    expect(await other.get('other-key')).toBe(undefined)
  },
  'B10: what one handle writes another one reads': async ({ one, other }, expect) => {
    expect(await one.get('key')).toBe(undefined)
    expect(await one.set('key', record(1))).toBe(true)
    expect(await other.get('key')).toMatchObject({ value: 'value-1', version: 1 })
    expect(await other.set('key', record(2))).toBe(true)
    expect(await one.get('key')).toMatchObject({ value: 'value-2', version: 2 })
  },
  'B10: the same version and older ones are refused, newer ones taken': async ({ one, other }, expect) => {
    expect(await one.set('key', record(7))).toBe(true)
    for (const version of [7, 6, 1]) {
      expect(await other.set('key', record(version, { value: 'late' }))).toBe(false)
      expect(await one.get('key')).toMatchObject({ value: 'value-7', version: 7 })
    }
    expect(await other.set('key', record(10))).toBe(true)
    expect(await one.set('key', record(9))).toBe(false)
    expect(await one.get('key')).toMatchObject({ value: 'value-10', version: 10 })
  },
  'B10: of 50 writers of one version at once one succeeds': async ({ one, other }, expect) => {
    const written = await Promise.all(
      FIFTY.map((writer) => (writer % 2 ? one : other).set('key', record(1, { value: `writer-${writer}` }))),
    )
    expect(written.filter(Boolean).length).toBe(1)
    const value = `writer-${FIFTY[written.indexOf(true)]}`
    expect(await one.get('key')).toMatchObject({ value, version: 1 })
  },
  'B10: of 50 writers of 50 versions at once the newest stands': async ({ one, other }, expect) => {
    const seen: number[] = []
    let isOver = false
    const watching = (async () => {
      for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 0)))
        seen.push((await other.get('key'))?.version ?? 0)
    })()
    const written = await Promise.all(
      FIFTY.map((version) => (version % 2 ? one : other).set('key', record(version + 1))),
    )
    isOver = true
    await watching
    expect(written[FIFTY.indexOf(49)]).toBe(true)
    expect(await one.get('key')).toMatchObject({ value: 'value-50', version: 50 })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  },
  'B13: the age is counted from the write, whatever the wall clock does': async (trial, expect) => {
    const { one, other, pass, elapsedMs, stepWallClock } = trial
    for (const version of [1, 2]) {
      const before = elapsedMs()
      await one.set('key', record(version))
      const written = elapsedMs()
      await pass(MS)
      stepWallClock(version === 1 ? HOUR : -2 * HOUR)
      const asked = elapsedMs()
      const { ageMs = Number.NaN } = (await other.get('key')) ?? {}
      expect(ageMs >= asked - written - TOLERANCE_MS).toBe(true)
      expect(ageMs <= elapsedMs() - before + TOLERANCE_MS).toBe(true)
    }
  },
  'B11: a record is gone after its time, and no fence any more': async ({ one, other, pass }, expect) => {
    await one.set('short', record(5, { ttlMs: MS }))
    await one.set('long', record(5))
    expect(await other.get('short')).toMatchObject({ version: 5 })
    await pass(MS + TOLERANCE_MS)
    expect(await other.get('short')).toBe(undefined)
    expect(await other.get('long')).toMatchObject({ version: 5 })
    expect(await other.set('short', record(1))).toBe(true)
    expect(await one.get('short')).toMatchObject({ value: 'value-1', version: 1 })
  },
  'B11: a write begins the time anew': async ({ one, other, pass }, expect) => {
    await one.set('key', record(1, { ttlMs: MS }))
    await one.set('key', record(2))
    await pass(MS + TOLERANCE_MS)
    expect(await other.get('key')).toMatchObject({ version: 2 })
  },
  'B12: no two keys are one': async ({ one, other }, expect) => {
    for (const [index, key] of KEYS.entries()) expect(await one.set(key, record(index + 1))).toBe(true)
    const values = await Promise.all(KEYS.map(async (key) => (await other.get(key))?.value))
    expect(values).toEqual(KEYS.map((_, index) => `value-${index + 1}`))
  },
  'B11: any text comes back as it was written': async ({ one, other }, expect) => {
    for (const [index, value] of VALUES.entries()) {
      expect(await one.set('key', record(index + 1, { value }))).toBe(true)
      expect((await other.get('key'))?.value === value).toBe(true)
    }
  },
  'B03: a call that was given up before it began rejects and changes nothing': async (trial, expect) => {
    const { one, aborted } = trial
    await one.set('key', record(1))
    expect(await isRejected(aborted.get('key'))).toBe(true)
    expect(await isRejected(aborted.set('key', record(2)))).toBe(true)
    expect(await one.get('key')).toMatchObject({ value: 'value-1', version: 1 })
  },
}

export function isRejected(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => false,
    () => true,
  )
}

const DIGEST = '0123456789abcdef'.repeat(4)

/** Names that a file system, a pattern, a collation or an object might take for another one. */
const KEYS = [
  ...[DIGEST, DIGEST.toUpperCase(), `${DIGEST}0`, DIGEST.slice(1), '*', '?', '%', '_', 'a', 'A', 'a ', ' a'],
  ...['a/b', 'a\\b', 'a:b', '../a', '..', 'a.b', '{a}', '__proto__', 'constructor', 'ä', 'a\u0308', '🔑'],
]

const VALUES = [
  '{"quoted":"\\"","line":"\\n"}',
  "it's;\r\n\t--",
  'ä 漢 🔑 \u2028',
  '0',
  'x'.repeat(1024 * 1024),
]
