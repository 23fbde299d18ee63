import { fromBase64, toBase64 } from '../base64.ts'
import { checkFunction, checkKnown } from '../check-options.ts'
import { type EncryptionKey, readEncryptionKeys } from './encryption-keys.ts'
import type { StoredRecord, TokenStore } from './token-store.ts'

export interface EncryptStoreOptions {
  /**
   * By id: 1 to 64 letters, digits, `_`, `-` or `.`, which stand in each record. What any of these keys has encrypted
   * can be read.
   */
  readonly keys: Readonly<Record<string, EncryptionKey>>
  /** The id of the key that new records are encrypted with. */
  readonly current: string
}

/** What is bound to a value besides itself: moved to another place, it is no longer what was written. */
interface Place {
  readonly id: string
  readonly key: string
  readonly version: number
}

const MARK = 'lk1'
const HEAD = new RegExp(`^${MARK}:([^:]+):`)
const IV_LENGTH = 12

/**
 * The store with its values encrypted (AES-GCM). Only who has a key can read a token or put one there, and each record
 * is bound to its store key, its version and its key's id.
 *
 * | what the store holds | what it counts as |
 * |---|---|
 * | a record of any of `keys` | that record |
 * | one of another key, changed, moved, of another version, or not encrypted | no token: it is replaced by the next one |
 *
 * A key is replaced in three deployments: add the new one to `keys`; make it `current`; take the old one away when its
 * records are gone (90 days later, where there are refresh tokens).
 *
 * @returns a store that has leases if `store` has them
 * @throws {LatchkeyError} `invalid_options`
 */
export function encryptStore(store: TokenStore, options: EncryptStoreOptions): TokenStore {
  checkFunction('store.get', store?.get)
  checkFunction('store.set', store.set)
  checkKnown('encryptStore', options, ['keys', 'current'])
  const { current } = options
  const keys = readEncryptionKeys(options.keys, current)

  async function encrypted(value: string, place: Place): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH))
    const plain = new TextEncoder().encode(value)
    const sealed = await crypto.subtle.encrypt(cipher(iv, place), await keys.get(place.id), plain)
    // 12 bytes are 16 characters with none to fill up: both together are the base64 of both.
    return `${MARK}:${place.id}:${toBase64(iv)}${toBase64(new Uint8Array(sealed))}`
  }

  async function decrypted(value: string, at: Omit<Place, 'id'>): Promise<string> {
    const [head = '', id = ''] = HEAD.exec(value) ?? []
    const key = await keys.get(id)
    const bytes = fromBase64(value.slice(head.length))
    const terms = cipher(bytes.slice(0, IV_LENGTH), { ...at, id })
    const plain = await crypto.subtle.decrypt(terms, key, bytes.slice(IV_LENGTH))
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(plain)
  }

  const { lease } = store
  return {
    async get(key, call) {
      const record = await store.get(key, call)
      if (record === undefined) return undefined
      // A store may say anything: what is no record is for the token source to find out.
      const { value, version, ageMs }: StoredRecord = Object(record)
      return { value: await decrypted(value, { key, version }).catch(() => ''), version, ageMs }
    },
    async set(key, record, call) {
      const value = await encrypted(record.value, { id: current, key, version: record.version })
      return store.set(key, { ...record, value }, call)
    },
    ...(lease && { lease: (key, ms, call) => lease.call(store, key, ms, call) }),
  }
}

function cipher(iv: Uint8Array<ArrayBuffer>, { id, key, version }: Place) {
  const additionalData = new TextEncoder().encode(JSON.stringify([MARK, id, key, version]))
  return { name: 'AES-GCM', iv, additionalData }
}
