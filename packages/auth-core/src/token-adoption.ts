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
  if (entry.held === before) entry.held = (await newer(refresh, force)) ?? entry.held
  const held = entry.held === before ? undefined : serving(entry, terms.clock)
  return held && { token: held.token, outcome: 'adopted' }
}

async function newer(
  { entry, terms, waiting, key }: Refresh,
  force: boolean,
): Promise<HeldToken | undefined> {
  const stored = terms.shelf && (await terms.shelf.read(await key(), waiting.clock))
  if (stored === undefined || stored.version <= entry.version) return undefined
  entry.version = stored.version
  entry.refreshToken = stored.response.refreshToken
  if (force || stored.response.accessToken === entry.rejected) return undefined
  const held = hold(stored.response, terms.clock, terms, stored.ageMs)
  return terms.clock.monotonic() < held.usableUntil ? held : undefined
}
