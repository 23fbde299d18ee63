import { unlessAborted } from './abort.ts'
import { withToken } from './authorization-header.ts'
import type { Fetch, FetchBody } from './fetch.ts'
import type { OriginPolicy } from './origins.ts'
import type { Outgoing } from './outgoing.ts'
import { checkRedirect, checkVisible, redirectedInit, redirectTarget, repeatsRequest } from './redirects.ts'
import { steady } from './replay.ts'
import type { ReplayableBody } from './replayable-body.ts'
import type { AccessToken } from './token.ts'

export interface ApiExchangeOptions {
  readonly policy: OriginPolicy
  readonly fetch: Fetch
  /** Whether `fetch` is the platform's own, which reads what a Request does not show; any other gets URL and init. */
  readonly takesRequests: boolean
}

/** A request, and what its body is. */
interface Sendable {
  readonly outgoing: Outgoing
  readonly body: ReplayableBody
}

interface ApiAnswer {
  readonly response: Response
  /** The token it was given to: none where a redirect led away from the declared origins. */
  readonly authorized: AccessToken | undefined
  /** What a 401 refused: the whole, or the GET that a redirect made of it, the POST being done. */
  readonly refused: Sendable
}

/** One API call: the request, and its redirects, each checked before it is followed. */
export interface ApiExchange {
  /** Sends the request, its redirects not followed. */
  dispatch(outgoing: Outgoing, body: FetchBody | undefined, token: AccessToken | undefined): Promise<Response>
  /** Follows the redirects of `first`, the answer to the request as it was sent. */
  follow(
    outgoing: Outgoing,
    body: ReplayableBody,
    token: AccessToken | undefined,
    first: Response,
  ): Promise<ApiAnswer>
}

export function createApiExchange({ policy, fetch, takesRequests }: ApiExchangeOptions): ApiExchange {
  const dispatch: ApiExchange['dispatch'] = async ({ url, init, request }, body, token) => {
    const { body: _, ...rest } = init
    const sent: RequestInit & { duplex?: 'half' } = { ...rest, redirect: unfollowed(init) }
    if (token !== undefined) sent.headers = withToken(init.headers, token.accessToken)
    const whole = takesRequests ? request : undefined
    // Its own body goes with it, and its length, which a stream in an init does not have.
    if (body !== undefined && body !== whole?.body) sent.body = body
    if (sent.body instanceof ReadableStream) sent.duplex = 'half'
    return whole === undefined ? fetch(url, sent) : fetch(new Request(whole, sent))
  }

  return {
    dispatch,
    async follow(outgoing, body, token, first) {
      let { url, init } = outgoing
      let response = first
      let authorized = token
      let refused: Sendable = { outgoing, body }
      try {
        for (let hops = 0; (init.redirect ?? 'follow') === 'follow'; hops++) {
          checkVisible(response)
          const target = redirectTarget(response, url)
          if (target === undefined) break
          const { method = 'GET' } = init
          const repeats = repeatsRequest(response.status, method)
          checkRedirect(response, target, policy, { repeats, hops })
          const again = repeats ? await unlessAborted(body.again(), init.signal) : { body: undefined }
          if (again === undefined) break
          discard(response)
          if (!policy.admits(target)) authorized = undefined
          init = redirectedInit(init, response.status, new URL(url), target)
          url = target.href
          if (init.method !== method.toUpperCase())
            refused = { outgoing: { url, init }, body: steady(undefined) }
          response = await dispatch({ url, init }, again.body, authorized)
        }
      } catch (error) {
        discard(response)
        throw error
      }
      return { response, authorized, refused }
    },
  }
}

/** Where the caller left redirects to fetch, they are ours to follow. */
export function unfollowed({ redirect = 'follow' }: RequestInit): NonNullable<RequestInit['redirect']> {
  return redirect === 'follow' ? 'manual' : redirect
}

/** Lets go of an answer that nobody reads: its connection is free again. */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => {})
}
