import { bearerAuth } from './bearer-auth.ts'
import { checkKnown, invalidOption } from './check-options.ts'
import { type Fetch, lateBound } from './fetch.ts'
import { checkSteps, composeFetch, type FetchMiddleware } from './fetch-middleware.ts'
import { createOriginPolicy } from './origins.ts'
import { checkReplay, type ReplayOption } from './replay.ts'
import type { TokenSource } from './token-source.ts'

export interface AuthFetchOptions {
  readonly tokens: TokenSource
  /** The origins that may see the token, such as `https://api.example.com`. */
  readonly origins: readonly string[]
  /** @default globalThis.fetch, looked up at each call */
  readonly fetch?: Fetch | undefined
  /** Which bodies are kept for a second try: of a stream at most `maxBytes`. @default { maxBytes: 1048576 } */
  readonly replay?: ReplayOption | undefined
  /** Steps of your own, outside the authentication: they see each request once. @default none */
  readonly middleware?: readonly FetchMiddleware[] | undefined
  /** Allows plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean | undefined
}

/**
 * A `fetch` that sends the token along, to the declared origins only, and sends a refused request once more with a
 * new one. START HERE: this is the whole path of a request, in order.
 *
 * `Response.url` is that of the last redirect, `Response.redirected` stays false: redirects are followed here, where
 * each target can be checked. Better give no `integrity`: every answer is held to it, also a 401 and a redirect. A
 * dispatcher that only a Request holds is not used after a redirect: give it in the init.
 *
 * @returns a `fetch`; the API call's own rejection comes through untouched
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`; the returned function rejects with `origin_not_allowed` and
 *   with what the token source throws, `invalid_options` where it returns no token
 */
export function createAuthFetch(options: AuthFetchOptions): Fetch {
  checkKnown('createAuthFetch', options, [
    'tokens',
    'origins',
    'fetch',
    'replay',
    'middleware',
    'allowInsecureHttp',
  ])
  const { tokens, origins, fetch, middleware = [], allowInsecureHttp } = options
  if (typeof tokens?.getToken !== 'function') throw invalidOption('tokens', 'is not a token source')
  checkSteps(options)
  const policy = createOriginPolicy(origins, allowInsecureHttp)
  const auth = bearerAuth({
    tokens,
    policy,
    fetch: lateBound(fetch),
    takesRequests: fetch === undefined,
    replay: checkReplay(options.replay),
  })
  return composeFetch(auth, middleware, policy.admit)
}
