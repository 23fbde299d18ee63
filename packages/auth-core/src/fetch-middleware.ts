import { headersSnapshot } from './authorization-header.ts'
import { checkFunction, invalidOption } from './check-options.ts'
import type { Fetch } from './fetch.ts'
import { type Outgoing, readOutgoing } from './outgoing.ts'
import { recall, rememberingRequest } from './remembering-request.ts'

/**
 * A step around every request: look at it, change it (`new Request(request, ...)`), send it on with `next`, look at
 * the response. A request that is sent on unchanged costs nothing more: it is neither cloned nor rebuilt.
 */
export type FetchMiddleware = (
  request: Request,
  next: (request: Request) => Promise<Response>,
) => Promise<Response>

interface Steps {
  readonly fetch?: Fetch | undefined
  readonly middleware?: readonly FetchMiddleware[] | undefined
}

/**
 * `fetch` behind the middleware; the first is the outermost.
 * @param refuse is told the URL of which no Request can be made, and may throw what says so better
 * @returns `fetch` itself where there is none
 */
export function composeFetch(
  fetch: Fetch,
  middleware: readonly FetchMiddleware[],
  refuse?: (url: string) => void,
): Fetch {
  if (middleware.length === 0) return fetch
  return async (input, init) => {
    const read = readOutgoing(input, init)
    const asItIs = init === undefined && input instanceof Request && recall(input) !== undefined
    const request = asItIs ? input : requestOf(read, init, refuse)
    const remembers = recall(request) !== undefined
    const beyond = hiddenMembers(read.init)
    const send = middleware.reduceRight<(request: Request) => Promise<Response>>(
      (next, step) => async (changed) => step(changed, next),
      (changed) => (changed === request && remembers ? fetch(changed) : fetch(changed, beyond)),
    )
    return send(request)
  }
}

/** @throws {LatchkeyError} `invalid_options` where `fetch` or a middleware cannot be called */
export function checkSteps({ fetch, middleware = [] }: Steps): void {
  if (fetch !== undefined) checkFunction('fetch', fetch)
  if (!Array.isArray(middleware)) throw invalidOption('middleware', 'is not an array of functions')
  for (const step of middleware) checkFunction('middleware', step)
}

function requestOf(
  read: Outgoing,
  init: RequestInit | undefined,
  refuse: ((url: string) => void) | undefined,
): Request {
  const RememberingRequest = rememberingRequest()
  if (read.request !== undefined) return new RememberingRequest(read.request, init)
  const made = { ...read.init, headers: headersSnapshot(read.init.headers) }
  try {
    return new RememberingRequest(read.url, made)
  } catch (error) {
    refuse?.(read.url)
    throw error
  }
}

// What a Request that the middleware makes of ours does not show (a dispatcher) is still meant for it.
function hiddenMembers(init: RequestInit): RequestInit {
  return Object.fromEntries(Object.entries(init).filter(([name]) => !(name in Request.prototype)))
}
