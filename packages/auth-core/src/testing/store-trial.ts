import type { Lease, NewRecord, StoreCallOptions, StoredRecord, TokenStore } from '../stores/token-store.ts'
import type { ProviderTestTools } from './describe-provider.ts'
import type { ManualClock } from './manual-clock.ts'

/** One place where records are kept: a directory, a database, a key prefix. */
export interface TokenStorePlace {
  /** A handle on the place, as each process that shares it has one. */
  connect(): TokenStore | Promise<TokenStore>
  /** The clock that the store counts by, where it can be given one. @default the machine's: the suite waits, 9 s in all */
  readonly clock?: Pick<ManualClock, 'advance' | 'monotonic' | 'step'>
  /** Called when the test is over. */
  close?(): unknown
}

/** The test runner's functions, handed in so that this package needs none. */
export type StoreTestTools = Pick<ProviderTestTools, 'describe' | 'it' | 'expect'>

export type StoreCase = (trial: StoreTrial, expect: StoreTestTools['expect']) => Promise<void>

/** A token store whose every call has the same signal. */
export interface StoreHandle {
  get(key: string): Promise<StoredRecord | undefined>
  set(key: string, record: NewRecord): Promise<boolean>
  lease(
    key: string,
    ms: number,
  ): Promise<{ renew(ms: number): Promise<boolean>; release(): Promise<void> } | undefined>
}

/** Two handles on one place, and its time. */
export interface StoreTrial {
  readonly one: StoreHandle
  readonly other: StoreHandle
  /** One for a caller who has given up. */
  readonly aborted: StoreHandle
  pass(ms: number): Promise<void>
  elapsedMs(): number
  /** Sets the wall clock, where that can be done. */
  stepWallClock(ms: number): void
}

export async function startStoreTrial(place: TokenStorePlace): Promise<StoreTrial> {
  const { clock } = place
  const { signal } = new AbortController()
  const store = await place.connect()
  return {
    one: handleOn(store, { signal }),
    other: handleOn(await place.connect(), { signal }),
    aborted: handleOn(store, { signal: AbortSignal.abort() }),
    pass: (ms) => clock?.advance(ms) ?? new Promise((resolve) => setTimeout(resolve, ms)),
    elapsedMs: () => clock?.monotonic() ?? performance.now(),
    stepWallClock: (ms) => clock?.step(ms),
  }
}

function handleOn(store: TokenStore, options: StoreCallOptions): StoreHandle {
  const handled = (lease: Lease | undefined) =>
    lease && {
      renew: (ms: number) => lease.renew(ms, options),
      release: () => lease.release(options),
    }
  return {
    get: (key) => store.get(key, options),
    set: (key, record) => store.set(key, record, options),
    lease: async (key, ms) => handled(await store.lease?.(key, ms, options)),
  }
}
