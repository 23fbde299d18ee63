import { type HeldToken, hold } from './lifetime.ts'
import { type Refresh, type Refreshed, serving } from './refresh.ts'

/**
 * Takes what the store has if it is newer than what we have, or what another refresh of the same entry has brought
 * meanwhile (where flights are not shared).
 * @param force a token that was there before will not do: only what else the record says is taken
 * @returns the token, or undefined where there is none that serves
 */
export async function adopt(refresh: Refresh, force = false): Promise<Refreshed | undefined> {
  const { entry, terms, before } = refresh
  if (entry.held === before) entry.held = (await newer(refresh)) ?? entry.held
  // It will not do for who asks for a new one, and serves the others meanwhile.
  if (force) refresh.before = entry.held
  const held = entry.held === refresh.before ? undefined : serving(entry, terms.clock)
  return held && { token: held.token, outcome: 'adopted' }
}

async function newer({ entry, terms, waiting, key }: Refresh): Promise<HeldToken | undefined> {
  const stored = terms.shelf && (await terms.shelf.read(await key(), waiting.clock))
  // What cannot be read now may be read again in a moment.
  if (stored?.response === undefined) return undefined
  const { accessToken, refreshToken } = stored.response
  const isKnown = accessToken === entry.held?.token.accessToken || accessToken === entry.rejected
  const arrivedAt = terms.clock.monotonic() - stored.ageMs
  // The count decides, unless one of us was out of it: ours while the store was away, the store's where it forgot.
  const isOutOfCount = !entry.isCounted || stored.version <= entry.version
  entry.version = Math.max(entry.version, stored.version)
  if (isOutOfCount && (isKnown || (entry.gotAt !== undefined && arrivedAt <= entry.gotAt))) return undefined
  entry.isCounted = true
  entry.gotAt = arrivedAt
  entry.refreshToken = refreshToken
  if (accessToken === entry.rejected) return undefined
  const held = hold(stored.response, terms.clock, terms, stored.ageMs)
  return terms.clock.monotonic() < held.usableUntil ? held : undefined
}

/** Counts on from the version that the store has, readable or not, so that the next write is newer. */
export async function countOn({ entry, terms, waiting, key }: Refresh): Promise<void> {
  const stored = await terms.shelf?.read(await key(), waiting.clock)
  entry.version = Math.max(entry.version, stored?.version ?? 0)
}
