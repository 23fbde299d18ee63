import type { AskStore } from './ask-store.ts'
import { checkFunction } from './check-options.ts'
import type { Clock } from './clock.ts'
import type { Lease, TokenStore } from './stores/token-store.ts'

/** A lease whose store may be away. */
export interface HeldLease {
  /** For how long it is ours at least, unless this process is stopped. */
  remainingMs(): number
  /** @returns false where it is ours no longer, as far as anybody can tell */
  renew(ms: number): Promise<boolean>
  release(): Promise<void>
}

export interface LeaseOrder {
  readonly key: string
  readonly ms: number
  readonly clock: Clock
  readonly waiting: Clock
}

export async function takeLease(
  store: TokenStore,
  ask: AskStore,
  { key, ms, clock, waiting }: LeaseOrder,
): Promise<HeldLease | 'taken' | 'away'> {
  // Counted from before the store is asked, so that it never ends later for us than for the store.
  let until = clock.monotonic() + ms
  let asked: Promise<Lease | undefined> | undefined
  const answer = await ask('lease', waiting, (options) => {
    asked = store.lease?.(key, ms, options).then(checkLease)
    return asked
  })
  if (answer === undefined) {
    giveBack(asked)
    return 'away'
  }
  const lease = answer.said
  if (lease === undefined) return 'taken'
  return {
    remainingMs: () => until - clock.monotonic(),
    async renew(more) {
      const renewedUntil = clock.monotonic() + more
      const isRenewed = (await ask('lease', waiting, (options) => lease.renew(more, options)))?.said === true
      if (isRenewed) until = renewedUntil
      return isRenewed
    },
    async release() {
      await ask('lease', waiting, (options) => lease.release(options))
    },
  }
}

/** Whoever says yes in other words cannot be told that it is over: that is a store that fails. */
function checkLease(lease: Lease | undefined): Lease | undefined {
  if (lease == null) return undefined
  checkFunction('store.lease', lease.renew)
  checkFunction('store.lease', lease.release)
  return lease
}

/** A lease that comes when nobody waits for it any more would keep everybody else waiting. */
function giveBack(asked: Promise<Lease | undefined> | undefined): void {
  const { signal } = new AbortController()
  Promise.resolve(asked)
    .then((lease) => lease?.release({ signal }))
    .catch(() => {})
}
