import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encryptStore } from '../../src/stores/encrypt-store.ts'
import { times } from '../token-endpoint-stub.ts'
import { openStore } from './open-store.ts'

const { signal } = new AbortController()
const key = randomBytes(32)
const options = { keys: { a: key, 'same-key': key, b: randomBytes(32) }, current: 'a' }
/** With the IV and the tag a multiple of 3 bytes, so that no bit of the base64 is spare. */
const value = 'made-up-value 17'.padEnd(26, '.')

/** A store with versions 1 and 2 of two keys, written one after the other. */
async function written() {
  const inner = openStore()
  const store = encryptStore(inner, options)
  const old = new Map<string, string>()
  for (const version of [1, 2])
    for (const name of ['one', 'two']) {
      await store.set(name, { value, version, ttlMs: 1_000 }, { signal })
      if (version === 1) old.set(name, inner.records.get(name)?.value ?? '')
    }
  const stored = (name: string) => inner.records.get(name)?.value ?? ''
  /** What is read under `one` where the store holds this. */
  async function read(spoilt: string, [version]: readonly unknown[] = [2]): Promise<unknown> {
    inner.records.set('one', { value: spoilt, version: version as number, ttlMs: 1_000 })
    return (await store.get('one', { signal }))?.value
  }
  return { inner, store, old, stored, read }
}

describe('encryptStore: records that are not what was written', () => {
  it('B11 the check itself: what was written is read', async () => {
    const { stored, read } = await written()
    expect(await read(stored('one'))).toBe(value)
  })

  it('B11 records of two keys, exchanged', async () => {
    const { inner, store, stored } = await written()
    const [one, two] = ['one', 'two'].map((name) => ({ value: stored(name), version: 2, ttlMs: 1_000 }))
    if (one === undefined || two === undefined) throw new Error('Not written')
    inner.records.set('one', two).set('two', one)
    for (const name of ['one', 'two'])
      expect(await store.get(name, { signal })).toEqual({ value: '', version: 2, ageMs: 0 })
  })

  it('B11 an older value in a newer version, and a newer version of the same value', async () => {
    const { old, stored, read } = await written()
    const whole = stored('one')
    expect(await read(old.get('one') ?? '')).toBe('')
    for (const version of [1, 3, 0, -2, 2.5, '2', Number.NaN, null, undefined, 2n, [2]])
      expect(await read(whole, [version]), String(version)).toBe('')
  })

  it('B11 another key id, also where it names the same key', async () => {
    const { stored, read } = await written()
    const whole = stored('one')
    for (const id of ['b', 'same-key', 'unknown', '', '__proto__', 'constructor', ' a', 'A'])
      expect(await read(whole.replace(':a:', `:${id}:`)), id).toBe('')
  })

  it('B11 any bit of any character', async () => {
    const { stored, read } = await written()
    const whole = stored('one')
    expect(whole).not.toContain('=')
    const flipped = times(whole.length * 7, (index) => {
      const at = Math.floor(index / 7)
      const changed = String.fromCharCode(whole.charCodeAt(at) ^ (1 << (index % 7)))
      return whole.slice(0, at) + changed + whole.slice(at + 1)
    })
    expect(new Set(flipped).size).toBeGreaterThan(500)
    for (const spoilt of flipped) expect(await read(spoilt), spoilt).toBe('')
  })

  it('B11 cut off anywhere, or with something behind it', async () => {
    const { stored, read } = await written()
    const whole = stored('one')
    for (let end = 0; end < whole.length; end++) expect(await read(whole.slice(0, end))).toBe('')
    for (const end of ['A', 'AAAA', '=', ':', '.', '\0', '\u0100', whole])
      expect(await read(whole + end), end).toBe('')
  })

  it.each<[string, (whole: string) => unknown]>([
    ['plain text', () => value],
    ['a plain record', () => JSON.stringify({ accessToken: 'made-up', key: 'one', version: 2, ageMs: 0 })],
    ['nothing', () => ''],
    ['another format', (whole) => whole.replace('lk1', 'lk2')],
    ['no format', (whole) => whole.slice('lk1:'.length)],
    ['10 MB of base64', (whole) => whole + 'A'.repeat(1e7)],
    ['10 MB of colons', () => 'lk1:a'.padEnd(1e7, ':')],
    ['a number', () => 4],
    ['an object', (whole) => ({ toString: () => whole })],
    ['null', () => null],
  ])('B11 %s', async (_, spoilt) => {
    const { stored, read } = await written()
    expect(await read(spoilt(stored('one')) as string)).toBe('')
  })
})

describe('encryptStore: the format', () => {
  const iv = randomBytes(12)
  const bound = Buffer.from('["lk1","a","one",2]')

  it('B11 what another implementation has written by docs/decisions/0008 is read', async () => {
    const { read } = await written()
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound)
    const sealed = Buffer.concat([iv, cipher.update('\ufeffä 漢 🔑'), cipher.final(), cipher.getAuthTag()])
    expect(await read(`lk1:a:${sealed.toString('base64')}`)).toBe('\ufeffä 漢 🔑')
  })

  it('B11 and the other way round', async () => {
    const { stored } = await written()
    const sealed = Buffer.from(stored('one').slice('lk1:a:'.length), 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAAD(bound).setAuthTag(sealed.subarray(-16))
    expect(decipher.update(sealed.subarray(12, -16)).toString() + decipher.final()).toBe(value)
  })
})
