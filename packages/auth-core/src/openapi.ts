import createClient, { type Client, mergeHeaders } from 'openapi-fetch'
import { headersSnapshot } from './authorization-header.ts'
import { bearerAuth } from './bearer-auth.ts'
import { checkDuration, checkFlag, checkKnown, checkUrl, invalidOption } from './check-options.ts'
import { type Fetch, lateBound } from './fetch.ts'
import { checkSteps, composeFetch } from './fetch-middleware.ts'
import { forSubject } from './for-subject.ts'
import { createOriginPolicy } from './origins.ts'
import { readOutgoing } from './outgoing.ts'
import {
  CLIENT_OPTIONS,
  checkBesideTokens,
  checkProviderOptions,
  type ProviderDefinition,
  type ProviderOptions,
  providerTokens,
} from './provider-options.ts'
import { reachable, unreadable } from './reachable.ts'
import { rememberingRequest } from './remembering-request.ts'
import { checkReplay } from './replay.ts'
import type { TokenSource } from './token-source.ts'

export { type AuthMiddlewareOptions, authMiddleware } from './auth-middleware.ts'
export {
  chooseServer,
  type ProviderDefinition,
  type ProviderOptions,
  tokenUrlBelow,
  type WithCredentials,
} from './provider-options.ts'

/** What {@link createProviderClient} takes. */
export interface ProviderClientOptions extends ProviderOptions {
  readonly baseUrl: string
  readonly tokens: TokenSource
}

/** An openapi-fetch client that authenticates. */
export type ProviderClient<Paths extends {}> = Client<Paths> & {
  /**
   * The same path of a request for a URL of your own; one that begins with `/` lies below `baseUrl`. The client's `headers`
   * and `requestInitExt` go along, under those that you give.
   */
  readonly fetch: Fetch
  readonly tokens: TokenSource
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const

type AnyInit = Record<string, unknown> & { baseUrl?: string; fetch?: Fetch; signal?: AbortSignal }
type AnyRequest = (method: string, path: string, init: AnyInit) => Promise<unknown>

/**
 * An openapi-fetch client whose requests carry the token: `GET` to `TRACE`, `request`, `use`, `eject`, and `fetch`
 * and `tokens`.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`; its calls reject with what {@link createAuthFetch} and the
 *   token source throw, `api_unreachable` and `malformed_response`
 */
export function createProviderClient<Paths extends {}>(
  options: ProviderClientOptions,
): ProviderClient<Paths> {
  checkKnown('createProviderClient', options, CLIENT_OPTIONS)
  checkBesideTokens(options)
  return createClients<Paths>(options)(options.tokens)
}

/**
 * A provider's client, for one subject after another: the clients share base URL, cache, and what `use` registers.
 * @returns a function that makes the client of a subject, or of none; cheap enough to be called for each request
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 */
export function createProvider<Paths extends {}>(
  options: ProviderOptions,
  definition: ProviderDefinition,
): (subject?: string) => ProviderClient<Paths> {
  checkProviderOptions(options, definition)
  checkHeaders(options.headers)
  const headers = mergeHeaders({ accept: definition.accept }, options.headers)
  const clientOf = createClients<Paths>({ ...options, baseUrl: definition.baseUrl(), headers })
  const tokens = providerTokens(options, definition.grant)
  return (subject) => clientOf(subject === undefined ? tokens : forSubject(tokens, subject))
}

function createClients<Paths extends {}>(
  options: ProviderOptions,
): (tokens: TokenSource) => ProviderClient<Paths> {
  const { headers, requestInitExt, middleware = [], allowInsecureHttp, timeoutMs } = options
  const base = checkUrl('baseUrl', options.baseUrl, allowInsecureHttp)
  // As it was given: an empty query and a blank at an end are not seen any more once it is parsed.
  if (/[?#\s]/.test(String(options.baseUrl)))
    throw invalidOption('baseUrl', 'has a query, a fragment or a blank; paths could not follow it')
  const baseUrl = base.href.replace(/\/$/, '')
  const policy = createOriginPolicy(options.origins ?? [base.origin], allowInsecureHttp)
  if (!policy.admits(base)) throw invalidOption('origins', 'does not name the origin of "baseUrl"')
  const replay = checkReplay(options.replay)
  checkSteps(options)
  checkFlag('dangerouslyAllowBrowser', options.dangerouslyAllowBrowser)
  checkHeaders(headers)
  if (requestInitExt !== undefined && Object(requestInitExt) !== requestInitExt)
    throw invalidOption('requestInitExt', 'is not an object')
  if (timeoutMs !== undefined) checkDuration('timeoutMs', timeoutMs)
  const inner = createClient<Paths>({
    baseUrl,
    Request: rememberingRequest() as unknown as typeof Request,
    ...(headers && { headers }),
    ...(requestInitExt && { requestInitExt }),
  })
  const request = inner.request as unknown as AnyRequest

  /** The caller's own, over what every API call is sent with. */
  const withOurs = (send: Fetch): Fetch =>
    headers === undefined && requestInitExt === undefined
      ? send
      : async (input, init) => {
          const own = readOutgoing(input, init).init
          const merged = mergeHeaders(headers, headersSnapshot(own.headers))
          return send(input, { ...requestInitExt, ...own, headers: merged })
        }

  return (tokens) => {
    if (typeof tokens?.getToken !== 'function') throw invalidOption('tokens', 'is not a token source')
    const pathOf = (fetch: Fetch | undefined) => {
      const reaching = reachable(lateBound(fetch), timeoutMs)
      const auth = bearerAuth({ tokens, policy, fetch: reaching, takesRequests: fetch === undefined, replay })
      return composeFetch(auth, middleware, policy.admit)
    }
    const send = pathOf(options.fetch)
    const sendOurs = withOurs(send)

    async function call(method: string, path: string, init: AnyInit = {}): Promise<unknown> {
      // Elsewhere than where the URL was checked, or glued to its host: refused before anybody makes a Request of it.
      if (init.baseUrl !== undefined || !path.startsWith('/')) policy.admit((init.baseUrl ?? baseUrl) + path)
      const sendThis = init.fetch === undefined ? send : pathOf(init.fetch)
      let sent: Request | undefined
      let response: Response | undefined
      const fetch: Fetch = (input, extra) => {
        sent = input as Request
        return sendThis(input, extra).then((answer) => {
          response = answer
          return answer
        })
      }
      try {
        return await request(method, path, { ...init, fetch })
      } catch (error) {
        if (sent === undefined || response === undefined || init.signal?.aborted) throw error
        throw unreadable(error, response, sent)
      }
    }

    const methods = METHODS.map((method) => [
      method,
      (path: string, init?: AnyInit) => call(method, path, init),
    ])
    return {
      ...Object.fromEntries(methods),
      request: call,
      use: inner.use,
      eject: inner.eject,
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        sendOurs(typeof input === 'string' && /^\/(?!\/)/.test(input) ? baseUrl + input : input, init),
      tokens,
    } as unknown as ProviderClient<Paths>
  }
}

function checkHeaders(headers: ProviderOptions['headers']): void {
  // A Headers has trimmed its own before anybody could see them.
  const values = Object.values(headers ?? {}).flat()
  if (values.some((value) => typeof value === 'string' && value.trim() !== value))
    throw invalidOption('headers', 'has a value with blanks or a line break at an end; trim it')
  try {
    mergeHeaders(headers)
  } catch {
    throw invalidOption('headers', 'has a name or a value that no header can carry')
  }
}
