/** What a store holds under a key, and for how long it has. */
export interface StoredRecord {
  /** Opaque to the store. */
  readonly value: string
  /** Counts the writes of this key. */
  readonly version: number
  /** Milliseconds since it was written, by the store's own clock, so that no reader's clock matters. */
  readonly ageMs: number
}

/** What is to be written. */
export interface NewRecord {
  readonly value: string
  readonly version: number
  /** After this many milliseconds the store may forget it. */
  readonly ttlMs: number
}

/**
 * A place where tokens outlive a token source. A store never judges a token; it keeps the newest version of each
 * key. Rejecting or hanging is allowed: a token source treats it as an empty store.
 */
export interface TokenStore {
  get(key: string, options: { signal: AbortSignal }): Promise<StoredRecord | undefined>
  /** Writes unless a record of the same or a newer version stands there. @returns whether it was written */
  set(key: string, record: NewRecord, options: { signal: AbortSignal }): Promise<boolean>
}
