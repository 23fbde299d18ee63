import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createFileStore } from '@latchkey/auth-core/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { issue, stubbedSource, times } from '../token-endpoint-stub.ts'
import { spoilings } from './spoilings.ts'

const { signal } = new AbortController()
const record = (version: number) => ({ value: `value-${version}`, version, ttlMs: 3_600_000 })

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

function pathsIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name))
}

/** A store with one record, and the file that it is in. */
async function withRecord() {
  const directory = temporaryDirectory()
  const store = createFileStore({ directory })
  await store.set('key', record(1), { signal })
  const file = pathsIn(directory).find((path) => path.endsWith('record-1')) ?? ''
  return { store, file, directory }
}

const refused = expect.objectContaining({
  code: 'invalid_options',
  message: expect.stringContaining('"directory"'),
})

describe('createFileStore: who can read it', () => {
  it('B17 makes directories and files that nobody else can read, named after a digest', async () => {
    const directory = join(temporaryDirectory(), 'in', 'here')
    const store = createFileStore({ directory })
    await store.set('user-1', { ...record(1), value: 'a-token' }, { signal })
    await store.lease?.('user-1', 1_000, { signal })
    const paths = [directory, join(directory, '..'), ...pathsIn(directory)]
    expect(paths.map((path) => basename(path))).toEqual(expect.arrayContaining(['record-1', 'lease-1']))
    for (const path of paths) {
      const stats = statSync(path)
      expect(stats.mode & 0o777, path).toBe(stats.isDirectory() ? 0o700 : 0o600)
      expect(path).not.toMatch(/user-1|a-token/)
    }
  })

  it.each([0o701, 0o710, 0o704, 0o720, 0o777])('B21 refuses a directory of mode %o', (mode) => {
    const directory = temporaryDirectory()
    chmodSync(directory, mode)
    expect(() => createFileStore({ directory })).toThrow(refused)
  })

  it('B21 refuses what is no directory, and what cannot be made', () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, '', { mode: 0o600 })
    for (const directory of [file, join(file, 'below'), '', ' ', undefined as never, 1 as never])
      expect(() => createFileStore({ directory })).toThrow(refused)
  })

  it.each([
    ['an unknown option', { dir: '' }, 'createFileStore has no option "dir"'],
    ['a clock that is none', { clock: {} }, '"clock.monotonic" must be a function'],
  ])('B21 refuses %s', (_, own, message) => {
    const directory = temporaryDirectory()
    expect(() => createFileStore({ directory, ...own } as never)).toThrow(message)
  })
})

describe('createFileStore: files that are none of ours', () => {
  it.each(Object.entries(spoilings))(
    'B11 a record that %s is no token, and is replaced',
    async (_, spoil) => {
      const { store, file } = await withRecord()
      spoil(file)
      expect(await store.get('key', { signal })).toEqual({ value: '', version: 0, ageMs: 0 })
      expect(await store.set('key', record(1), { signal })).toBe(true)
      expect(await store.get('key', { signal })).toMatchObject(
        record(1).version === 1 ? { value: 'value-1' } : {},
      )
    },
  )

  it('B11 a record that is cut off anywhere is no token', async () => {
    const { store, file } = await withRecord()
    for (let size = statSync(file).size - 1; size >= 0; size--) {
      truncateSync(file, size)
      expect((await store.get('key', { signal }))?.value).toBe('')
    }
  })

  it('B11 foreign names are left alone', async () => {
    const { store, directory } = await withRecord()
    const [key = ''] = readdirSync(directory)
    const foreign = [
      'record-',
      'record-x',
      'record-1.5',
      'record-1e9',
      'record-Infinity',
      'record--3',
      'notes',
    ]
    for (const name of foreign) writeFileSync(join(directory, key, name), '')
    for (let version = 2; version < 6; version++)
      expect(await store.set('key', record(version), { signal })).toBe(true)
    expect((await store.get('key', { signal }))?.value).toBe('value-5')
    for (const name of foreign) expect(existsSync(join(directory, key, name)), name).toBe(true)
  })

  it('B11 a caller sees none of it: the token source says so once and gets a new token', async () => {
    const directory = temporaryDirectory()
    const failures: unknown[] = []
    const start = () =>
      stubbedSource({
        store: createFileStore({ directory }),
        answer: (_, number) => issue(number),
        onEvent: (event) => event.type === 'store_failure' && failures.push(event),
      })
    await start().source.getToken()
    for (const file of pathsIn(directory).filter((path) => path.includes('record'))) chmodSync(file, 0o644)
    const { source, calls } = start()
    await source.getToken()
    expect(calls).toHaveLength(1)
    expect(failures).toEqual([{ type: 'store_failure', operation: 'get', reason: 'malformed' }])
    const third = start()
    await third.source.getToken()
    expect(third.calls).toHaveLength(0)
  })

  it('B11 a directory that is taken away is made again', async () => {
    const { store, directory } = await withRecord()
    rmSync(directory, { recursive: true })
    expect(await store.get('key', { signal })).toBeUndefined()
    expect(await store.set('key', record(1), { signal })).toBe(true)
    expect(await store.lease?.('key', 1_000, { signal })).toBeDefined()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })

  it('B10 a lease whose directory was taken away is ours no longer', async () => {
    const { store, directory } = await withRecord()
    const lease = await store.lease?.('key', 60_000, { signal })
    rmSync(directory, { recursive: true })
    expect(await lease?.renew(60_000, { signal })).toBe(false)
    await expect(lease?.release({ signal })).resolves.toBeUndefined()
  })

  it('B11 a record is gone at the instant that its time is over', async () => {
    const clock = manualClock()
    const store = createFileStore({ directory: temporaryDirectory(), clock })
    await store.set('key', record(1), { signal })
    await clock.advance(3_599_999)
    expect(await store.get('key', { signal })).toMatchObject({ ageMs: 3_599_999 })
    await clock.advance(1)
    expect(await store.get('key', { signal })).toBeUndefined()
  })
})

describe('createFileStore: what is left lying', () => {
  it('B11 keeps two records and two leases of a key, however often they change', async () => {
    const { store, directory } = await withRecord()
    for (let version = 2; version < 12; version++) {
      const lease = await store.lease?.('key', 1_000, { signal })
      await store.set('key', record(version), { signal })
      await lease?.release({ signal })
    }
    await Promise.all(times(20, () => store.set('key', record(12), { signal })))
    expect(pathsIn(directory)).toHaveLength(5)
  })

  it('B11 takes away what a dead process had begun, and leaves what a live one has', async () => {
    const { store, directory, file } = await withRecord()
    const [dead, alive] = ['dead', 'alive'].map((name) => join(file, '..', `draft-${name}`)) as [
      string,
      string,
    ]
    for (const draft of [dead, alive]) writeFileSync(draft, '{', { mode: 0o600 })
    utimesSync(dead, 0, Date.now() / 1000 - 61)
    await store.set('key', record(2), { signal })
    expect([existsSync(dead), existsSync(alive)]).toEqual([false, true])
    expect(directory).toBeDefined()
  })
})
