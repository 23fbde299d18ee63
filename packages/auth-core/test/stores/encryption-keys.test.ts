import { generateKeySync, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type EncryptStoreOptions, encryptStore } from '../../src/stores/encrypt-store.ts'
import { type EncryptionKey, readEncryptionKeys } from '../../src/stores/encryption-keys.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import { openStore } from './open-store.ts'

const { signal } = new AbortController()
const bytes = randomBytes(32)
const text = bytes.toString('base64')
const record = { value: 'made-up-value', version: 1, ttlMs: 1_000 }

function imported(
  uses: readonly ('encrypt' | 'decrypt')[] = ['encrypt', 'decrypt'],
  algorithm: 'AES-GCM' | 'AES-CBC' = 'AES-GCM',
) {
  return crypto.subtle.importKey('raw', bytes, algorithm, false, [...uses])
}

/** Everything that would show a key. */
const forms = [text, bytes.toString('base64url'), bytes.toString('hex'), [...bytes].join(',')]
const shownForms = (shown: string) => forms.filter((form) => shown.replaceAll(/\s/g, '').includes(form))
const inspected = (value: unknown) =>
  inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY, maxArrayLength: null, getters: true })

describe('encryptStore: keys', () => {
  it('B21 text, bytes and a CryptoKey are one key, where they are the same bytes', async () => {
    const inner = openStore()
    const keys = [text, bytes, new Uint8Array(bytes), await imported()]
    for (const [index, key] of keys.entries()) {
      const version = index + 1
      await encryptStore(inner, { keys: { a: key }, current: 'a' }).set(
        'key',
        { ...record, version },
        { signal },
      )
      for (const other of keys) {
        const read = await encryptStore(inner, { keys: { a: other }, current: 'a' }).get('key', { signal })
        expect(read).toEqual({ value: 'made-up-value', version, ageMs: 0 })
      }
    }
  })

  it.each([
    ['16 bytes', randomBytes(16)],
    ['24 bytes', randomBytes(24)],
    ['16 bytes in base64', randomBytes(16).toString('base64')],
  ])('B21 takes %s', async (_, a) => {
    const store = encryptStore(createMemoryStore(), { keys: { a }, current: 'a' })
    await store.set('key', record, { signal })
    expect(await store.get('key', { signal })).toMatchObject({ value: 'made-up-value' })
  })

  it('B09 an old key need only decrypt', async () => {
    const inner = openStore()
    await encryptStore(inner, { keys: { old: bytes }, current: 'old' }).set('key', record, { signal })
    const keys = { new: randomBytes(32), old: await imported(['decrypt']) }
    const store = encryptStore(inner, { keys, current: 'new' })
    expect(await store.get('key', { signal })).toMatchObject({ value: 'made-up-value' })
  })

  it('B21 is not changed by what becomes of the options', async () => {
    const inner = openStore()
    const options = { keys: { a: new Uint8Array(bytes) } as Record<string, Uint8Array>, current: 'a' }
    const store = encryptStore(inner, options)
    options.keys['a']?.fill(0)
    options.keys['b'] = randomBytes(32)
    options.current = 'b'
    await store.set('key', record, { signal })
    const other = encryptStore(inner, { keys: { a: text }, current: 'a' })
    expect(await other.get('key', { signal })).toMatchObject({ value: 'made-up-value' })
  })

  it('B17 a key that was imported cannot be taken out again', async () => {
    expect((await readEncryptionKeys({ a: bytes }, 'a').get('a')).extractable).toBe(false)
  })

  it('B11 there is none of an id that was not given', async () => {
    await expect(readEncryptionKeys({ a: bytes }, 'a').get('b')).rejects.toThrow('No key of this id')
  })

  it('B25 no request waits for the key that another one imports', async () => {
    const { subtle } = crypto
    const importKey = subtle.importKey.bind(subtle)
    let imports = 0
    subtle.importKey = (async (...order: Parameters<typeof importKey>) => {
      imports++
      // That of the first request ends with it.
      return imports === 1 ? new Promise(() => {}) : importKey(...order)
    }) as typeof importKey
    try {
      const store = encryptStore(openStore(), { keys: { a: bytes }, current: 'a' })
      void store.set('key', record, { signal })
      expect(await store.set('key', record, { signal })).toBe(true)
      expect(await store.get('key', { signal })).toMatchObject({ value: 'made-up-value' })
      expect(imports).toBe(2)
    } finally {
      Reflect.deleteProperty(subtle, 'importKey')
    }
  })

  it('B17 the check itself sees a key', () => {
    for (const shown of [text, bytes.toString('hex'), new Uint8Array(bytes), { a: [new Uint8Array(bytes)] }])
      expect(shownForms(inspected(shown))).not.toEqual([])
  })

  it.each<[string, () => EncryptionKey | Promise<EncryptionKey>]>([
    ['text', () => text],
    ['bytes', () => new Uint8Array(bytes)],
    ['a CryptoKey', () => imported()],
  ])('B17 nothing shows a key that was given as %s, before and after use', async (_, given) => {
    const store = encryptStore(createMemoryStore(), { keys: { a: await given() }, current: 'a' })
    const show = () => inspected(store) + JSON.stringify(store) + JSON.stringify(Object.entries(store))
    expect(shownForms(show())).toEqual([])
    await store.set('key', record, { signal })
    await store.get('key', { signal })
    expect(shownForms(show())).toEqual([])
  })
})

describe('encryptStore: options that cannot be used', () => {
  const hex = bytes.toString('hex')
  const unusable: [string, unknown, RegExp][] = [
    ['no options', undefined, /encryptStore needs an options object/],
    ['an unknown option', { keys: { a: text }, current: 'a', key: 1 }, /has no option "key"/],
    ['no keys', { current: 'a' }, /"keys" has no key/],
    ['an empty object', { keys: {}, current: 'a' }, /"keys" has no key/],
    ['a Map', { keys: new Map([['a', text]]), current: 'a' }, /"keys" has no key/],
    ['one key in place of keys', { keys: text, current: 'a' }, /"keys.0" is not 16 or 32 bytes/],
    ['no current', { keys: { a: text } }, /"current" is none/],
    ['a current that is not there', { keys: { a: text }, current: 'b' }, /"current" is none/],
    ['a current that every object has', { keys: { a: text }, current: 'toString' }, /"current" is none/],
    ['the key as current', { keys: { a: text }, current: text }, /"current" is none/],
    ['a blank id', { keys: { '': text }, current: '' }, /"keys" has an id that is not/],
    ['an id with a colon', { keys: { 'a:b': text }, current: 'a:b' }, /"keys" has an id that is not/],
    ['an id with a line end', { keys: { 'a\n': text }, current: 'a\n' }, /"keys" has an id that is not/],
    ['an id that is too long', { keys: { ['a'.repeat(65)]: text } }, /"keys" has an id that is not/],
    ['id and key exchanged', { keys: { [text]: 'a' }, current: 'a' }, /"keys" has an id that is not/],
    ['a key that is missing', { keys: { a: undefined }, current: 'a' }, /"keys.a" is missing or blank/],
    ['a blank key', { keys: { a: ' ' }, current: 'a' }, /"keys.a" is missing or blank/],
    ['a key with a line end', { keys: { a: `${text}\n` }, current: 'a' }, /"keys.a" has blanks or a line/],
    ['a number', { keys: { a: 4 }, current: 'a' }, /"keys.a" is missing or blank/],
    ['null', { keys: { a: null }, current: 'a' }, /"keys.a" is missing or blank/],
    [
      'what only names AES-GCM',
      { keys: { a: { algorithm: { name: 'AES-GCM' } } }, current: 'a' },
      /"keys.a" is no CryptoKey that can decrypt and encrypt/,
    ],
    [
      'text that is no base64',
      { keys: { a: `${text.slice(0, -2)}!=` }, current: 'a' },
      /16 or 32 bytes in base64/,
    ],
    ['hexadecimal digits', { keys: { a: hex }, current: 'a' }, /"keys.a" is not 16 or 32 bytes in base64/],
    [
      'half of them',
      { keys: { a: hex.slice(32) }, current: 'a' },
      /"keys.a" is not 16 or 32 bytes in base64/,
    ],
    ['base64 without its end', { keys: { a: text.slice(0, -1) }, current: 'a' }, /16 or 32 bytes in base64/],
    [
      'more than a key',
      { keys: { a: randomBytes(47).toString('base64') }, current: 'a' },
      /16 or 32 bytes in base64/,
    ],
    ['two keys in one', { keys: { a: text + text }, current: 'a' }, /16 or 32 bytes in base64/],
    ['a password', { keys: { a: 'correct horse battery staple' }, current: 'a' }, /16 or 32 bytes in base64/],
    ['31 bytes', { keys: { a: bytes.subarray(1) }, current: 'a' }, /"keys.a" is not 16, 24 or 32 bytes/],
    ['33 bytes', { keys: { a: randomBytes(33) }, current: 'a' }, /"keys.a" is not 16, 24 or 32 bytes/],
    ['an array', { keys: { a: [...bytes] }, current: 'a' }, /"keys.a" is no CryptoKey/],
    [
      'a KeyObject',
      { keys: { a: generateKeySync('aes', { length: 256 }) }, current: 'a' },
      /is no CryptoKey/,
    ],
    ['a wrong key that is not current', { keys: { a: text, b: 'b' }, current: 'a' }, /"keys.b" is not/],
  ]

  it.each(unusable)('B21 refuses %s, by the name of the option', (_, options, message) => {
    expect(shownForms(refusal(options, message))).toEqual([])
  })

  it('B21 refuses a CryptoKey that cannot do what is asked of it', async () => {
    const encrypting = await imported(['encrypt'])
    const decrypting = await imported(['decrypt'])
    const cbc = await imported(undefined, 'AES-CBC')
    refusal(
      { keys: { a: encrypting }, current: 'a' },
      /"keys.a" is no CryptoKey that can decrypt and encrypt/,
    )
    refusal(
      { keys: { a: decrypting }, current: 'a' },
      /"keys.a" is no CryptoKey that can decrypt and encrypt/,
    )
    refusal({ keys: { a: cbc }, current: 'a' }, /"keys.a" is no CryptoKey .* AES-GCM/)
    refusal(
      { keys: { a: text, b: encrypting }, current: 'a' },
      /"keys.b" is no CryptoKey that can decrypt with/,
    )
  })

  it.each([undefined, null, {}, { get: () => {} }])('B21 refuses %o as a store', (store) => {
    expect(() => encryptStore(store as never, { keys: { a: text }, current: 'a' })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })
})

/** What the error shows. */
function refusal(options: unknown, message: RegExp): string {
  try {
    encryptStore(createMemoryStore(), options as EncryptStoreOptions)
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_options', message: expect.stringMatching(message) })
    return inspected(error)
  }
  throw new Error('Not refused')
}
