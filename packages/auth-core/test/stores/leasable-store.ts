import type { Clock } from '../../src/clock.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'

/** A memory store whose last lease can be taken as if by another process. */
export function leasableStore(clock: Clock) {
  const store = createMemoryStore({ clock }) as Required<TokenStore>
  let last = ''
  return {
    ...store,
    lease(key: string, ...terms: [ms: number, options: { signal: AbortSignal }]) {
      last = key
      return store.lease(key, ...terms)
    },
    takeLease: (ms: number) => store.lease(last, ms, { signal: new AbortController().signal }),
  }
}
