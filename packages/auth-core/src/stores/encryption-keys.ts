import { fromBase64 } from '../base64.ts'
import { invalidOption } from '../check-options.ts'
import { checkCredential } from '../secret.ts'

/** `CryptoKey`, which not all type libraries know by name. */
type WebCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/**
 * 16 or 32 bytes in base64, as `openssl rand -base64 32` prints them; or the bytes (16, 24 or 32); or a `CryptoKey` of
 * AES-GCM. A password is none: nothing makes it hard to guess.
 */
export type EncryptionKey = string | Uint8Array | WebCryptoKey

export interface EncryptionKeys {
  /** @throws {Error} where there is none of this id */
  get(id: string): Promise<WebCryptoKey>
}

type UsableKey = WebCryptoKey | Uint8Array<ArrayBuffer>

const ID = /^[\w.-]{1,64}$/
// 24 bytes are not taken as text: any 32 letters and digits would do, a key in hexadecimal or a password among them.
const BASE64_KEY = /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=)$/

/** @throws {LatchkeyError} `invalid_options`, which names the id of a key and never the key */
export function readEncryptionKeys(given: unknown, current: string): EncryptionKeys {
  const keys = new Map<string, UsableKey>()
  for (const [id, key] of Object.entries(Object(given))) {
    if (!ID.test(id))
      throw invalidOption('keys', 'has an id that is not 1 to 64 letters, digits, "_", "-" or "."')
    keys.set(id, readKey(`keys.${id}`, key, id === current ? ['decrypt', 'encrypt'] : ['decrypt']))
  }
  if (keys.size === 0) throw invalidOption('keys', 'has no key; openssl rand -base64 32 makes one')
  if (!keys.has(current)) throw invalidOption('current', 'is none of the ids in "keys"')
  return {
    async get(id) {
      const key = keys.get(id)
      if (key === undefined) throw new Error('No key of this id')
      if (!(key instanceof Uint8Array)) return key
      const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
      // The key and not its promise, which only the request that began it may wait for (runtime.ts).
      keys.set(id, imported)
      return imported
    },
  }
}

function readKey(option: string, key: unknown, uses: readonly WebCryptoKey['usages'][number][]): UsableKey {
  if (key instanceof Uint8Array) {
    if (![16, 24, 32].includes(key.length)) throw invalidOption(option, 'is not 16, 24 or 32 bytes')
    return new Uint8Array(key)
  }
  if (typeof key === 'object' && key !== null) {
    const { algorithm, usages } = key as Partial<WebCryptoKey>
    if (algorithm?.name !== 'AES-GCM' || !uses.every((use) => usages?.includes(use)))
      throw invalidOption(option, `is no CryptoKey that can ${uses.join(' and ')} with AES-GCM`)
    return key as WebCryptoKey
  }
  checkCredential(option, key)
  if (!BASE64_KEY.test(key))
    throw invalidOption(option, 'is not 16 or 32 bytes in base64; openssl rand -base64 32 makes a key')
  return fromBase64(key)
}
