import { headersSnapshot } from './authorization-header.ts'
import { checkFunction, invalidOption } from './check-options.ts'
import type { Fetch } from './fetch.ts'
import { readOutgoing } from './outgoing.ts'
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

/** `fetch` behind the middleware; the first is the outermost. @returns `fetch` itself where there is none */
export function composeFetch(fetch: Fetch, middleware: readonly FetchMiddleware[]): Fetch {
  if (middleware.length === 0) return fetch
  return async (input, init) => {
    const request = requestOf(input, init)
    const beyond = hiddenMembers(recall(request)?.init ?? {})
    const send = middleware.reduceRight<(request: Request) => Promise<Response>>(
      (next, step) => async (changed) => step(changed, next),
      (changed) => (changed === request ? fetch(changed) : fetch(changed, beyond)),
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

function requestOf(input: string | URL | Request, init: RequestInit | undefined): Request {
  if (init === undefined && input instanceof Request && recall(input) !== undefined) return input
  const RememberingRequest = rememberingRequest()
  const read = readOutgoing(input, init)
  if (read.request !== undefined) return new RememberingRequest(read.request, init)
  return new RememberingRequest(read.url, { ...read.init, headers: headersSnapshot(read.init.headers) })
}

// What a Request that the middleware makes of ours does not show (a dispatcher) is still meant for it.
function hiddenMembers(init: RequestInit): RequestInit {
  return Object.fromEntries(Object.entries(init).filter(([name]) => !(name in Request.prototype)))
}
