import { type AskTerms, accessStore, LEAVE_ALONE_MS } from './ask-store.ts'
import type { Clock } from './clock.ts'
import { type HeldLease, takeLease } from './held-lease.ts'
import type { TokenStore } from './stores/token-store.ts'
import type { TokenResponse } from './token.ts'
import { readTokenRecord, type StoredToken, tokenRecord, versionOf } from './token-record.ts'

/** The user's store as a token source sees it: slow, broken or foreign records are an absent token, never an error. */
export interface TokenShelf {
  /** Whether the store sees to it that one of those who share it refreshes for all. */
  readonly coordinates: boolean
  /** Whether it does not answer: what it was asked a moment ago says nothing. */
  isAway(): boolean
  read(key: string, waiting: Clock): Promise<StoredToken | undefined>
  /**
   * Waits until the store took it or failed; then it is offered again until a newer token replaces it.
   * @returns whether it was written, false where the store has a newer one, undefined where it did not answer
   */
  write(key: string, response: TokenResponse, version: number, waiting: Clock): Promise<boolean | undefined>
  lease(key: string, ms: number, waiting: Clock): Promise<HeldLease | 'taken' | 'away'>
}

/** When the store is asked again at the latest, and no longer left alone. */
const OFFER_AGAIN_MS = LEAVE_ALONE_MS + 100
/** How many records wait for the store to come back; beyond, the one that waits longest is given up. */
const MAX_UNWRITTEN = 10_000

export function createTokenShelf(store: TokenStore, terms: AskTerms): TokenShelf {
  const { clock } = terms
  const { ask, isAway } = accessStore(terms)
  let offering = false
  /** Each is undefined where the store did not answer. */
  const unwritten = new Map<string, (asking: Clock) => Promise<{ said: unknown } | undefined>>()

  // One after another, up to the first that fails: a store that has just come back is not met by all at once.
  async function offerAgain(): Promise<void> {
    for (const [key, write] of unwritten) {
      if ((await write(clock)) !== undefined) continue
      // The next round begins with another one.
      if (unwritten.get(key) === write && unwritten.delete(key)) unwritten.set(key, write)
      break
    }
    offering = false
    if (unwritten.size > 0) offerLater()
  }

  function offerLater(): void {
    if (offering) return
    offering = true
    clock.setTimer(() => void offerAgain(), OFFER_AGAIN_MS)
  }

  return {
    coordinates: store.lease !== undefined,
    isAway,
    async read(key, waiting) {
      const record = (await ask('get', waiting, (options) => store.get(key, options)))?.said
      if (record === undefined) return undefined
      return readTokenRecord(key, record) ?? { response: undefined, version: versionOf(record), ageMs: 0 }
    },
    async write(key, response, version, waiting) {
      const arrivedAt = clock.monotonic()
      const write = async (asking: Clock) => {
        const record = tokenRecord(key, response, { version, ageMs: clock.monotonic() - arrivedAt })
        const answer = await ask('set', asking, (options) => store.set(key, record, options))
        if (unwritten.get(key) === write) {
          if (answer === undefined) offerLater()
          else unwritten.delete(key)
        }
        return answer
      }
      unwritten.delete(key)
      unwritten.set(key, write)
      const [longest] = unwritten.keys()
      if (unwritten.size > MAX_UNWRITTEN && longest !== undefined) unwritten.delete(longest)
      const answer = await write(waiting)
      return typeof answer?.said === 'boolean' ? answer.said : undefined
    },
    lease: (key, ms, waiting) => takeLease(store, ask, { key, ms, clock, waiting }),
  }
}
