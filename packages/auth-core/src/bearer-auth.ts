import { unlessAborted } from './abort.ts'
import { type ApiExchangeOptions, createApiExchange, discard, unfollowed } from './api-exchange.ts'
import { withoutAuthorization, withToken } from './authorization-header.ts'
import type { Fetch } from './fetch.ts'
import { isSimple, type Outgoing, outgoingSnapshot, readBody, readOutgoing } from './outgoing.ts'
import { awaitedToken, peekAt, renewedToken } from './renewed-token.ts'
import { type ReplayOption, steady } from './replay.ts'
import type { ReplayableBody } from './replayable-body.ts'
import type { AccessToken } from './token.ts'
import type { TokenSource } from './token-source.ts'

export interface BearerAuthOptions extends ApiExchangeOptions {
  readonly tokens: TokenSource
  readonly replay: ReplayOption
}

type Signal = AbortSignal | null | undefined

/**
 * Sends each request with the token, and once more where that was refused.
 *
 * | the answer | what follows |
 * |---|---|
 * | 401 with our token | the token (only this one) is dropped; sent again with the next one, whatever comes back |
 * | 401 after a redirect made a GET of it | the same, and only the GET is sent again: what was POSTed is done |
 * | 401, the body cannot be sent again | the token is dropped; the 401 is the answer |
 * | 401, and a new token did not help a moment ago | the 401 is the answer |
 * | 401 with the caller's own `Authorization`, 403, anything else | is the answer |
 * | a redirect | followed; the token goes along as long as every stop is a declared origin |
 */
export function bearerAuth({ tokens, policy, fetch, takesRequests, replay }: BearerAuthOptions): Fetch {
  const { dispatch, follow } = createApiExchange({ policy, fetch, takesRequests })
  const peek = peekAt(tokens)

  /** What to send the second time, or undefined where the body is gone or there is no other token. */
  async function secondTry(body: ReplayableBody, rejected: AccessToken, signal: Signal) {
    const again = replay === 'never' ? undefined : await unlessAborted(body.again(), signal)
    const token = again && (await renewedToken(tokens, rejected, signal))
    return token && { body: again.body, token }
  }

  async function recover(
    outgoing: Outgoing,
    body: ReplayableBody,
    token: AccessToken | undefined,
    first: Response,
  ): Promise<Response> {
    const { response, authorized, refused } = await follow(outgoing, body, token, first)
    if (response.status !== 401 || authorized === undefined) return response
    tokens.invalidate?.(authorized.accessToken)
    const second = await secondTry(refused.body, authorized, outgoing.init.signal).catch((error) => {
      discard(response)
      throw error
    })
    if (second === undefined) return response
    discard(response)
    const replayed = await dispatch(refused.outgoing, second.body, second.token)
    const { response: answer } = await follow(refused.outgoing, refused.body, second.token, replayed)
    tokens.replayed?.(answer.status === 401 ? 'refused' : 'cured')
    return answer
  }

  async function send(read: Outgoing): Promise<Response> {
    const { href } = policy.admit(read.url)
    const { signal } = read.init
    signal?.throwIfAborted()
    const outgoing = outgoingSnapshot(read, href)
    const reading = readBody(outgoing, replay)
    try {
      const body = await unlessAborted(reading, signal)
      const { headers } = outgoing.init
      if (body.contentType !== undefined) headers.set('content-type', body.contentType)
      const token = headers.has('authorization')
        ? undefined
        : await awaitedToken(tokens, signal).catch(unsent(body))
      return await recover(outgoing, body, token, await dispatch(outgoing, body.first, token))
    } finally {
      reading.then(
        (body) => body.release(),
        () => {},
      )
    }
  }

  /** The common case, kept free of all that only the others need: a token in memory, a body that stays. */
  function sendSimple(outgoing: Outgoing): Promise<Response> | undefined {
    const token = isSimple(outgoing) && policy.surelyAdmits(outgoing.url) ? peek() : undefined
    if (token === undefined) return undefined
    const { url, init } = outgoing
    const headers = withToken(init.headers, token.accessToken)
    const sent = { ...init, headers, redirect: unfollowed(init) }
    return Promise.resolve(fetch(url, sent)).then((response) => {
      if (isFinal(response)) return response
      const again = { ...sent, headers: withoutAuthorization(headers), redirect: init.redirect ?? 'follow' }
      return recover({ url, init: again }, steady(sent.body ?? undefined), token, response)
    })
  }

  // Not async: on the common path the wrapping alone would cost as much as reading the token.
  return (input, init) => {
    try {
      const outgoing = readOutgoing(input, init)
      return sendSimple(outgoing) ?? send(outgoing)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

/** Tells the caller's stream that nobody will read it. */
function unsent({ first }: ReplayableBody) {
  return (error: unknown): never => {
    if (first instanceof ReadableStream) first.cancel(error).catch(() => {})
    throw error
  }
}

function isFinal({ status }: Response): boolean {
  return status >= 400 ? status !== 401 : status >= 200 && status < 300
}
