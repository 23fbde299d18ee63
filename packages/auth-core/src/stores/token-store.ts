/** What a store holds under a key, and for how long it has. */
export interface StoredRecord {
  /** Opaque to the store; empty where the store cannot make sense of what it holds, which then counts as no token. */
  readonly value: string
  /** Counts the writes of this key. */
  readonly version: number
  /** Milliseconds since it was written, by the store's own clock, so that no reader's clock matters. */
  readonly ageMs: number
}

/** What is to be written. */
export interface NewRecord {
  /** Any well-formed text, refresh tokens included, mostly under 10 kB and never over 2 MiB. */
  readonly value: string
  readonly version: number
  /** After this many milliseconds it is gone: neither read nor a fence any more. */
  readonly ttlMs: number
}

export interface StoreCallOptions {
  /** Aborted when nobody waits for the answer any more: a call that has not begun by then changes nothing and rejects. */
  readonly signal: AbortSignal
}

/** The right to be the only one who gets a new token for a key, until it is released or its time is over. */
export interface Lease {
  /** Holds on for `ms` from now. @returns false where its time was over, and it may be somebody else's */
  renew(ms: number, options: StoreCallOptions): Promise<boolean>
  /** Gives it back, if it is still ours. */
  release(options: StoreCallOptions): Promise<void>
}

/**
 * A place where tokens outlive a token source. A store never judges a token; it keeps the newest version of each
 * key, which is the fence against a holder of a lease that has run out: what it writes late is not newer. Rejecting or
 * hanging is allowed: a token source treats it as a store that is away, and leaves it alone for a while.
 *
 * Each method is one step, whoever else is at it, and all times are counted by the store. Keys are opaque too (ours are
 * 64 hexadecimal digits). `describeTokenStore` of `@latchkey/auth-core/testing` says whether a store keeps all this.
 */
export interface TokenStore {
  get(key: string, options: StoreCallOptions): Promise<StoredRecord | undefined>
  /** Writes unless a record of the same or a newer version stands there. @returns whether it was written */
  set(key: string, record: NewRecord, options: StoreCallOptions): Promise<boolean>
  /**
   * Only of a store that coordinates those who share it: the lease of a key for `ms`, or undefined while somebody else
   * holds it. Without this method a store is shared, but each source makes its own token calls.
   */
  lease?(key: string, ms: number, options: StoreCallOptions): Promise<Lease | undefined>
}
