import type { Fetch } from './fetch.ts'
import { rememberingRequest } from './remembering-request.ts'

/**
 * A step around every request: look at it, change it (`new Request(request, ...)`), send it on with `next`, look at
 * the response. A request that is sent on unchanged costs nothing more: it is neither cloned nor rebuilt.
 */
export type FetchMiddleware = (
  request: Request,
  next: (request: Request) => Promise<Response>,
) => Promise<Response>

/** `fetch` behind the middleware; the first is the outermost. @returns `fetch` itself where there is none */
export function composeFetch(fetch: Fetch, middleware: readonly FetchMiddleware[]): Fetch {
  if (middleware.length === 0) return fetch
  const send = middleware.reduceRight<(request: Request) => Promise<Response>>(
    (next, step) => (request) => step(request, next),
    (request) => fetch(request),
  )
  return async (input, init) => send(new (rememberingRequest())(input, init))
}
