import { LatchkeyError } from './errors.ts'
import type { OriginPolicy } from './origins.ts'

const MAX_REDIRECTS = 20

/** Where a response redirects to, if it does. */
export function redirectTarget(response: Response, from: string): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined
  const header = response.headers.get('location')
  if (header === null) return undefined
  const location = inUtf8(header)
  return URL.canParse(location, from) ? new URL(location, from) : undefined
}

// A header shows each byte as a character of Latin-1; those of a URL are meant as UTF-8.
function inUtf8(header: string): string {
  const bytes = Uint8Array.from(header, (char) => char.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return header
  }
}

/** Whether the redirect asks for the same request once more, its body with it. */
export function repeatsRequest(status: number, method = 'GET'): boolean {
  return status === 307 || status === 308 || (status !== 303 && !BECOMES_GET.includes(method.toUpperCase()))
}

/**
 * The init of the next request, without a body: a POST becomes a GET where fetch makes it one, and what was meant for
 * one origin is not sent to another.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirectedInit(init: RequestInit, status: number, from: URL, to: URL): RequestInit {
  const method = (init.method ?? 'GET').toUpperCase()
  const becomesGet = !repeatsRequest(status, method) && method !== 'HEAD'
  const headers = new Headers(init.headers)
  if (becomesGet && method !== 'GET') for (const name of CONTENT_HEADERS) headers.delete(name)
  if (from.origin !== to.origin) for (const name of PRIVATE_HEADERS) headers.delete(name)
  const { body: _, ...rest } = init
  return { ...rest, method: becomesGet ? 'GET' : method, headers }
}

const BECOMES_GET = ['GET', 'HEAD', 'POST']
const CONTENT_HEADERS = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
]
const PRIVATE_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'host']

/**
 * Refuses a redirect that would repeat the request where the token may not go, that leaves the web, or that never ends.
 * @throws {LatchkeyError} `origin_not_allowed`, or what fetch throws after too many of them
 */
export function checkRedirect(
  { status }: Response,
  target: URL,
  policy: OriginPolicy,
  { repeats, hops }: { readonly repeats: boolean; readonly hops: number },
): void {
  if (hops === MAX_REDIRECTS) throw new TypeError(`More than ${MAX_REDIRECTS} redirects`)
  const leavesTheWeb = target.protocol !== 'https:' && target.protocol !== 'http:'
  if (leavesTheWeb || (repeats && !policy.admits(target)))
    throw redirectRefused(`(${status}) to ${target.protocol}//${target.host}`)
}

/** Refuses what a browser makes of a redirect that one wants to look at. @throws {LatchkeyError} `origin_not_allowed` */
export function checkVisible({ type }: Response): void {
  if (type === 'opaqueredirect') throw redirectRefused('to a place that the browser hides')
}

function redirectRefused(where: string): LatchkeyError {
  return new LatchkeyError(
    'origin_not_allowed',
    `The API redirects ${where}, which is not a declared origin; it was not followed. Call that place directly, or declare it in "origins".`,
  )
}
