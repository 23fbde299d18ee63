import { type HeldToken, hold } from './lifetime.ts'
import { type Refresh, type Refreshed, serving } from './refresh.ts'
import { PERHAPS_TOGETHER } from './token-entry.ts'
import type { StoredToken } from './token-record.ts'

/**
 * Takes what the store has if it is newer than what we have, or what another refresh of the same entry has brought
 * meanwhile (where flights are not shared).
 * @param force a token that was there before will not do: only what else the record says is taken
 * @returns the token, or undefined where there is none that serves
 */
export async function adopt(refresh: Refresh, force = false): Promise<Refreshed | undefined> {
  const { entry, terms, before } = refresh
  // None is there either where the one before was found rejected meanwhile.
  if (entry.held === before || entry.held === undefined) entry.held = (await newer(refresh)) ?? entry.held
  // It will not do for who asks for a new one, and serves the others meanwhile.
  if (force) refresh.before = entry.held
  const held = entry.held === refresh.before ? undefined : serving(entry, terms.clock)
  return held && { token: held.token, outcome: 'adopted' }
}

async function newer(refresh: Refresh): Promise<HeldToken | undefined> {
  const { entry, terms } = refresh
  const stored = await readStored(refresh)
  // What cannot be read now may be read again in a moment.
  if (stored?.response === undefined) return undefined
  const { accessToken, refreshToken } = stored.response
  const { setbacks } = entry
  const isRejected = accessToken === setbacks?.rejected
  const isKnown = isRejected || accessToken === entry.held?.token.accessToken
  const arrivedAt = Math.round(terms.clock.monotonic() - stored.ageMs)
  // The count decides, unless one of us was out of it: ours while the store was away, the store's where it forgot.
  const isOutOfCount = !entry.isCounted || stored.version <= entry.version
  entry.version = Math.max(entry.version, stored.version)
  if (isOutOfCount && (isKnown || (entry.gotAt !== undefined && arrivedAt <= entry.gotAt))) return undefined
  entry.isCounted = true
  entry.gotAt = arrivedAt
  entry.refreshToken = refreshToken
  if (isRejected) return undefined
  if (setbacks?.rejectedAt !== undefined && arrivedAt < setbacks.rejectedAt)
    setbacks.rejectedAt = PERHAPS_TOGETHER
  const held = hold(stored.response, terms.clock, terms, stored.ageMs)
  return terms.clock.monotonic() < held.usableUntil ? held : undefined
}

/** Counts on from the version that the store has, readable or not, so that the next write is newer. */
export async function countOn(refresh: Refresh): Promise<void> {
  const { entry } = refresh
  entry.version = Math.max(entry.version, (await readStored(refresh))?.version ?? 0)
}

/** What the store has. A refresh looks several times, and says only once that it cannot be read. */
async function readStored(refresh: Refresh): Promise<StoredToken | undefined> {
  const { terms, waiting, key } = refresh
  const stored = await terms.shelf?.read(await key(), waiting.clock)
  if (stored !== undefined && stored.response === undefined && !refresh.saidMalformed) {
    refresh.saidMalformed = true
    terms.events.emit({ type: 'store_failure', operation: 'get', reason: 'malformed' })
  }
  return stored
}
