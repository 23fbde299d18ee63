import { LatchkeyError } from './errors.ts'

/** Where a response redirects to, if it does. */
export function redirectTarget(response: Response, from: string): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined
  const location = response.headers.get('location')
  return location === null || !URL.canParse(location, from) ? undefined : new URL(location, from)
}

/** Whether the redirect repeats the method and the body. */
export function repeatsBody(status: number): boolean {
  return status === 307 || status === 308
}

/**
 * The init of the next request: a POST becomes a GET where fetch makes it one, and what was meant for one origin is
 * not sent to another.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirectedInit(init: RequestInit, status: number, from: URL, to: URL): RequestInit {
  const method = (init.method ?? 'GET').toUpperCase()
  const becomesGet =
    status === 303 ? !['GET', 'HEAD'].includes(method) : method === 'POST' && !repeatsBody(status)
  const headers = new Headers(init.headers)
  if (becomesGet) for (const name of CONTENT_HEADERS) headers.delete(name)
  if (from.origin !== to.origin) for (const name of PRIVATE_HEADERS) headers.delete(name)
  return { ...init, method: becomesGet ? 'GET' : method, headers }
}

const CONTENT_HEADERS = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
]
const PRIVATE_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'host']

/** The error for a redirect that would carry a body, or that we may not see, to where the token may not go. */
export function redirectRefused(response: Response, target: URL | undefined): LatchkeyError {
  const place = target === undefined ? 'a place that the browser hides' : target.origin
  return new LatchkeyError(
    'origin_not_allowed',
    `The API answered ${response.status || 'with a redirect'} to ${place}, which is not a declared origin; it was not followed. Call that place directly, or declare it in "origins".`,
  )
}
