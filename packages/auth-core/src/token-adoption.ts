import { hold } from './lifetime.ts'
import type { Refresh, Refreshed } from './refresh.ts'

/**
 * Takes what the store has if it is newer than what we have.
 * @param force a token that was there before will not do: only what else the record says is taken
 * @returns the token, or undefined where there is none that serves
 */
export async function adopt(
  { entry, terms, waiting, key }: Refresh,
  force = false,
): Promise<Refreshed | undefined> {
  const stored = terms.shelf && (await terms.shelf.read(await key(), waiting.clock))
  if (stored === undefined || stored.version <= entry.version) return undefined
  entry.version = stored.version
  entry.refreshToken = stored.response.refreshToken
  if (force || stored.response.accessToken === entry.rejected) return undefined
  const held = hold(stored.response, terms.clock, terms, stored.ageMs)
  if (terms.clock.monotonic() >= held.usableUntil) return undefined
  entry.held = held
  return { token: held.token, outcome: 'adopted' }
}
