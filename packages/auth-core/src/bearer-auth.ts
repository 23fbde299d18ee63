import { hasAuthorization, isPlain, withToken } from './authorization-header.ts'
import type { Fetch, FetchBody } from './fetch.ts'
import type { OriginPolicy } from './origins.ts'
import { type Outgoing, readBody, readOutgoing } from './outgoing.ts'
import { redirectedInit, redirectRefused, redirectTarget, repeatsBody } from './redirects.ts'
import { type ReplayOption, steady } from './replay.ts'
import type { ReplayableBody } from './replayable-body.ts'
import type { AccessToken } from './token.ts'
import type { TokenSource } from './token-source.ts'

export interface BearerAuthOptions {
  readonly tokens: TokenSource
  readonly policy: OriginPolicy
  readonly fetch: Fetch
  /** Whether `fetch` is the platform's own, which reads what a Request does not show; any other gets URL and init. */
  readonly takesRequests: boolean
  readonly replay: ReplayOption
}

const MAX_REDIRECTS = 20

/**
 * Sends each request with the token, and once more where that was refused.
 *
 * | the answer | what follows |
 * |---|---|
 * | 401 with our token | the token (only this one) is dropped; sent again with the next one, whatever comes back |
 * | 401, the body cannot be sent again | the token is dropped; the 401 is the answer |
 * | 401, and a new token did not help a moment ago | the 401 is the answer |
 * | 401 with the caller's own `Authorization`, 403, anything else | is the answer |
 * | a redirect | followed; the token goes along to declared origins only |
 */
export function bearerAuth({ tokens, policy, fetch, takesRequests, replay }: BearerAuthOptions): Fetch {
  /** One exchange, its redirects not followed. */
  function dispatch({ request }: Outgoing, url: string, init: RequestInit): Promise<Response> {
    const streamed = init.body instanceof ReadableStream ? { ...init, duplex: 'half' as const } : init
    const isOriginal = takesRequests && url === request?.url
    return isOriginal ? fetch(new Request(request, streamed)) : fetch(url, streamed)
  }

  /** Follows the redirects of `response`, the answer to the request as it was first sent. */
  async function follow(
    outgoing: Outgoing,
    body: ReplayableBody,
    token: AccessToken | undefined,
    first: Response,
  ) {
    let { url, init } = outgoing
    let response = first
    let authorized = token !== undefined
    for (let hops = 0; (init.redirect ?? 'follow') === 'follow'; hops++) {
      if (response.type === 'opaqueredirect') throw redirectRefused(response, undefined)
      const target = redirectTarget(response, url)
      const again =
        target === undefined || !repeatsBody(response.status) ? { body: undefined } : await body.again()
      if (target === undefined || again === undefined) break
      if (hops === MAX_REDIRECTS) throw new TypeError(`More than ${MAX_REDIRECTS} redirects`)
      authorized = token !== undefined && policy.admits(target)
      if (repeatsBody(response.status) && !policy.admits(target)) throw redirectRefused(response, target)
      discard(response)
      init = redirectedInit(init, response.status, new URL(url), target)
      url = target.href
      const headers = authorized && token ? withToken(init.headers, token.accessToken) : init.headers
      response = await dispatch(
        outgoing,
        url,
        manual(withBody({ ...init, ...(headers && { headers }) }, again.body)),
      )
    }
    return { response, authorized }
  }

  /** The token to try next, or undefined where there is no other. */
  async function renew(
    rejected: AccessToken,
    signal: AbortSignal | null | undefined,
  ): Promise<AccessToken | undefined> {
    const next = await tokens.getToken({ signal })
    if (next.accessToken !== rejected.accessToken) return next
    if (tokens.invalidate !== undefined) return undefined
    const forced = await tokens.getToken({ signal, forceRefresh: true })
    return forced.accessToken === rejected.accessToken ? undefined : forced
  }

  async function recover(
    outgoing: Outgoing,
    body: ReplayableBody,
    token: AccessToken | undefined,
    first: Response,
  ) {
    const { response, authorized } = await follow(outgoing, body, token, first)
    if (response.status !== 401 || token === undefined || !authorized) return response
    tokens.invalidate?.(token.accessToken)
    const again = replay === 'never' ? undefined : await body.again()
    const next = again && (await renew(token, outgoing.init.signal))
    if (next === undefined) return response
    discard(response)
    const replayed = await transmit(outgoing, body, again?.body, next)
    const { response: answer } = await follow(outgoing, body, next, replayed)
    tokens.replayed?.(answer.status === 401 ? 'refused' : 'cured')
    return answer
  }

  function transmit(
    outgoing: Outgoing,
    { contentType }: ReplayableBody,
    body: FetchBody | undefined,
    token: AccessToken | undefined,
  ): Promise<Response> {
    let { headers } = outgoing.init
    if (contentType !== undefined && !new Headers(headers).has('content-type')) {
      headers = new Headers(headers)
      headers.set('content-type', contentType)
    }
    if (token !== undefined) headers = withToken(headers, token.accessToken)
    return dispatch(
      outgoing,
      outgoing.url,
      manual(withBody({ ...outgoing.init, ...(headers && { headers }) }, body)),
    )
  }

  async function send(input: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
    const read = readOutgoing(input, init)
    const outgoing = { ...read, url: policy.admit(read.url).href }
    const body = await readBody(outgoing, replay)
    try {
      const { headers, signal } = outgoing.init
      const token = hasAuthorization(headers) ? undefined : await tokens.getToken({ signal })
      return await recover(outgoing, body, token, await transmit(outgoing, body, body.first, token))
    } finally {
      body.release()
    }
  }

  return (input, init) => {
    // The common case, kept free of everything that only the others need.
    if (typeof input !== 'string' || !isSimple(init) || !policy.surelyAdmits(input)) return send(input, init)
    const token = tokens.peek?.()
    if (token === undefined) return send(input, init)
    const headers = withToken(init?.headers, token.accessToken)
    return fetch(input, manual({ ...init, headers })).then((response) => {
      if (response.status !== 401 && (response.status < 300 || response.status >= 400)) return response
      return recover({ url: input, init: init ?? {} }, steady(init?.body ?? undefined), token, response)
    })
  }
}

function isSimple(init: RequestInit | undefined): boolean {
  if (init === undefined) return true
  const { body, headers } = init
  return (
    (body == null || typeof body === 'string') &&
    (headers == null || (isPlain(headers) && !hasAuthorization(headers)))
  )
}

function withBody({ body: _, ...init }: RequestInit, body: FetchBody | undefined): RequestInit {
  return body === undefined ? init : { ...init, body }
}

function manual(init: RequestInit): RequestInit {
  return init.redirect === undefined || init.redirect === 'follow' ? { ...init, redirect: 'manual' } : init
}

// The connection is free again once nobody waits for the rest.
function discard(response: Response): void {
  response.body?.cancel().catch(() => {})
}
