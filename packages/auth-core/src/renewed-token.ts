import { unlessAborted } from './abort.ts'
import type { AccessToken } from './token.ts'
import type { TokenSource } from './token-source.ts'

type Signal = AbortSignal | null | undefined

/** A token, or the end of this caller's wait for one. */
export function awaitedToken(
  tokens: TokenSource,
  signal: Signal,
  forceRefresh = false,
): Promise<AccessToken> {
  return unlessAborted(tokens.getToken({ signal, forceRefresh }), signal)
}

/** The token to try after `rejected`, which the source knows to be, or undefined where there is no other. */
export async function renewedToken(
  tokens: TokenSource,
  rejected: AccessToken,
  signal: Signal,
): Promise<AccessToken | undefined> {
  const next = await awaitedToken(tokens, signal)
  if (next.accessToken !== rejected.accessToken) return next
  if (tokens.invalidate !== undefined) return undefined
  const forced = await awaitedToken(tokens, signal, true)
  return forced.accessToken === rejected.accessToken ? undefined : forced
}
