import { unlessAborted } from './abort.ts'
import { invalidOption } from './check-options.ts'
import { type AccessToken, isSendable } from './token.ts'
import type { TokenSource } from './token-source.ts'

type Signal = AbortSignal | null | undefined

/** The token in memory, if any; most requests carry the one of the request before, which has been looked at. */
export function peekAt(tokens: TokenSource): () => AccessToken | undefined {
  let known: AccessToken | undefined
  return () => {
    const token = tokens.peek?.()
    if (token !== known) known = token === undefined ? token : checkToken(token)
    return token
  }
}

/** A token, or the end of this caller's wait for one. */
export async function awaitedToken(
  tokens: TokenSource,
  signal: Signal,
  forceRefresh = false,
): Promise<AccessToken> {
  const token = Promise.resolve(tokens.getToken({ signal, forceRefresh }))
  return checkToken(await unlessAborted(token, signal))
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

// A source of somebody's own may return anything; what fetch says of it would quote it.
function checkToken(token: AccessToken): AccessToken {
  if (isSendable(token?.accessToken)) return token
  throw invalidOption('tokens', 'returned no object whose accessToken is a token that a header can carry')
}
