/** A map of bounded size that forgets what was used longest ago. Look-up and update are O(1). */
export interface LruMap<V> {
  readonly size: number
  get(key: string): V | undefined
  set(key: string, value: V): void
}

interface Node<V> {
  readonly key: string
  value: V
  older: Node<V> | undefined
  newer: Node<V> | undefined
}

/**
 * @param isBusy an entry that must not be forgotten yet; the map then forgets the one used next, and is larger than
 *   `maxEntries` only while nothing but busy entries is left
 */
export function createLruMap<V>(maxEntries: number, isBusy: (value: V) => boolean = () => false): LruMap<V> {
  const nodes = new Map<string, Node<V>>()
  let oldest: Node<V> | undefined
  let newest: Node<V> | undefined

  // The links are the order of use: moving a node costs less than deleting and setting a Map entry.
  function unlink(node: Node<V>): void {
    if (node.older === undefined) oldest = node.newer
    else node.older.newer = node.newer
    if (node.newer === undefined) newest = node.older
    else node.newer.older = node.older
  }

  function link(node: Node<V>): void {
    node.older = newest
    node.newer = undefined
    if (newest === undefined) oldest = node
    else newest.newer = node
    newest = node
  }

  function forget(): void {
    for (let node = oldest; nodes.size > maxEntries && node !== newest; node = node?.newer) {
      if (node === undefined || isBusy(node.value)) continue
      unlink(node)
      nodes.delete(node.key)
    }
  }

  return {
    get size() {
      return nodes.size
    },
    get(key) {
      const node = nodes.get(key)
      if (node === undefined) return undefined
      if (node !== newest) {
        unlink(node)
        link(node)
      }
      return node.value
    },
    set(key, value) {
      const known = nodes.get(key)
      if (known !== undefined) unlink(known)
      const node = { key, value, older: undefined, newer: undefined }
      nodes.set(key, node)
      link(node)
      forget()
    },
  }
}
