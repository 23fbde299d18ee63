/** What an {@link LruMap} holds: the links are the map's own, and cost less than a node around each entry. */
export interface LruEntry {
  older: this | undefined
  newer: this | undefined
}

/** A map of bounded size that forgets what was used longest ago. Look-up and update are O(1). */
export interface LruMap<E extends LruEntry> {
  readonly size: number
  get(key: string): E | undefined
  /** Adds the entry, in place of the one of the same key. */
  set(entry: E): void
}

export interface LruTerms<E> {
  readonly maxEntries: number
  keyOf(entry: E): string
  /**
   * An entry that must not be forgotten yet; the map then forgets the one used next, and is larger than `maxEntries`
   * only while nothing but busy entries is left. @default none
   */
  isBusy?(entry: E): boolean
}

export function createLruMap<E extends LruEntry>({ maxEntries, keyOf, isBusy }: LruTerms<E>): LruMap<E> {
  const entries = new Map<string, E>()
  let oldest: E | undefined
  let newest: E | undefined

  // The links are the order of use: moving an entry costs less than deleting and setting it in the Map.
  function unlink(entry: E): void {
    if (entry.older === undefined) oldest = entry.newer
    else entry.older.newer = entry.newer
    if (entry.newer === undefined) newest = entry.older
    else entry.newer.older = entry.older
  }

  function link(entry: E): void {
    entry.older = newest
    entry.newer = undefined
    if (newest === undefined) oldest = entry
    else newest.newer = entry
    newest = entry
  }

  function forget(): void {
    for (let entry = oldest; entry && entry !== newest && entries.size > maxEntries; entry = entry.newer) {
      if (isBusy?.(entry)) continue
      unlink(entry)
      entries.delete(keyOf(entry))
    }
  }

  return {
    get size() {
      return entries.size
    },
    get(key) {
      const entry = entries.get(key)
      if (entry !== undefined && entry !== newest) {
        unlink(entry)
        link(entry)
      }
      return entry
    },
    set(entry) {
      const key = keyOf(entry)
      const known = entries.get(key)
      if (known !== undefined) unlink(known)
      entries.set(key, entry)
      link(entry)
      forget()
    },
  }
}
