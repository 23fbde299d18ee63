import type { Middleware } from 'openapi-fetch'
import { discard } from './api-exchange.ts'
import { checkChoice, checkKnown, invalidOption } from './check-options.ts'
import { createOriginPolicy } from './origins.ts'
import { awaitedToken, peekAt, renewedToken } from './renewed-token.ts'
import type { AccessToken } from './token.ts'
import type { TokenSource } from './token-source.ts'

export interface AuthMiddlewareOptions {
  /** The origins that may see the token, such as `https://api.example.com`. */
  readonly origins: readonly string[]
  /** `'never'` spares the copy that is kept of each body while it is sent. @default a copy is kept */
  readonly replay?: 'never' | undefined
  /** Allows plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean | undefined
}

/** What is sent again after a 401, and the token that was refused. */
interface Sent {
  readonly token: AccessToken
  readonly again: Request | undefined
}

/**
 * The authentication as a middleware of an openapi-fetch client that you have: `client.use(authMiddleware(...))`, as the
 * last one. Where you make the client, prefer {@link createProviderClient}: from inside a middleware,
 *
 * | what | happens here |
 * |---|---|
 * | a body | is copied by `clone()` whole, whatever its length, unless `replay` is `'never'` |
 * | `requestInitExt` of the client | is not part of the second request |
 * | a dispatcher of the request | is part of it on Node 22 and later only |
 * | what a middleware that was registered later does to the request | is not part of it |
 * | redirects | are followed by `fetch`, which drops the token where the origin changes, and takes the body of a 307 or 308 anywhere |
 * | a 401 behind a redirect of a POST | is the answer: what was POSTed may be done |
 * | network and parse errors | stay as they are |
 *
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`; requests reject with `origin_not_allowed` and with what the
 *   token source throws
 * @see https://openapi-ts.dev/openapi-fetch/middleware-auth
 */
export function authMiddleware(tokens: TokenSource, options: AuthMiddlewareOptions): Middleware {
  checkKnown('authMiddleware', options, ['origins', 'replay', 'allowInsecureHttp'])
  if (typeof tokens?.getToken !== 'function') throw invalidOption('tokens', 'is not a token source')
  checkChoice('replay', options.replay, ['never'])
  const policy = createOriginPolicy(options.origins, options.allowInsecureHttp)
  // By the options, which openapi-fetch makes anew for each request: the request itself may be replaced.
  const sent = new WeakMap<object, Sent>()
  const peek = peekAt(tokens)

  return {
    async onRequest({ request, options: call }) {
      if (!policy.surelyAdmits(request.url)) policy.admit(request.url)
      if (request.headers.has('authorization')) return
      const token = peek() ?? (await awaitedToken(tokens, request.signal))
      sent.set(call, { token, again: options.replay === 'never' ? undefined : sendable(request) })
      request.headers.set('authorization', `Bearer ${token.accessToken}`)
    },
    async onResponse({ request, response, options: call }) {
      const first = sent.get(call)
      if (response.status !== 401 || first === undefined || ledElsewhere(response, request)) return
      tokens.invalidate?.(first.token.accessToken)
      if (first.again === undefined || (response.redirected && !isSafe(first.again))) return
      const token = await renewedToken(tokens, first.token, request.signal).catch((error) => {
        discard(response)
        throw error
      })
      if (token === undefined) return
      discard(response)
      first.again.headers.set('authorization', `Bearer ${token.accessToken}`)
      const answer = await call.fetch(first.again)
      tokens.replayed?.(answer.status === 401 ? 'refused' : 'cured')
      return ofThePlatform(answer)
    },
  }
}

// A request without a body can be sent as often as one likes.
function sendable(request: Request): Request {
  return request.body === null ? request : request.clone()
}

function isSafe({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

// There fetch has dropped the token: such a 401 says nothing about it.
function ledElsewhere({ redirected, url }: Response, request: Request): boolean {
  return redirected && new URL(url).origin !== new URL(request.url).origin
}

// openapi-fetch takes no other from a middleware, and a fetch of its own (npm's undici) has a Response of its own.
function ofThePlatform(answer: Response): Response {
  const { body, status, statusText, headers } = answer
  return answer instanceof Response ? answer : new Response(body, { status, statusText, headers })
}
