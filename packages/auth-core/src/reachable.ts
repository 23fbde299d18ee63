import { unlessAborted } from './abort.ts'
import { bearerTokens } from './authorization-header.ts'
import { type ErrorResponse, LatchkeyError } from './errors.ts'
import type { Fetch } from './fetch.ts'
import { withoutBaggage } from './redact.ts'

/** What setTimeout can count to, in milliseconds. */
const MAX_DELAY_MS = 2 ** 31 - 1

/**
 * `fetch` whose failures say which API gave no answer, instead of "fetch failed". The caller's own abort comes
 * through as it is.
 */
export function reachable(fetch: Fetch, timeoutMs: number | undefined): Fetch {
  return async (input, init) => {
    const request = typeof input === 'object' && 'method' in input ? input : undefined
    const own = init?.signal ?? request?.signal
    try {
      if (timeoutMs === undefined) return await fetch(input, init)
      return await inTime(own, timeoutMs, (signal) => fetch(input, { ...init, signal }))
    } catch (error) {
      if (own?.aborted) throw error
      const method = init?.method ?? request?.method ?? 'GET'
      const secrets = bearerTokens(init?.headers ?? request?.headers)
      throw unreachable(method, request?.url ?? String(input), error, secrets)
    }
  }
}

/** What `send` brings, in time; its signal covers the body as well. */
async function inTime(
  own: AbortSignal | null | undefined,
  timeoutMs: number,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const delayMs = Math.min(Math.ceil(timeoutMs), MAX_DELAY_MS)
  const timeout = AbortSignal.timeout(delayMs)
  const signal = own == null ? timeout : AbortSignal.any([own, timeout])
  // Its timer keeps no process alive; somebody waits for this one.
  const waiting = setInterval(() => {}, delayMs)
  try {
    return await unlessAborted(send(signal), signal)
  } finally {
    clearInterval(waiting)
  }
}

/** The error for an answer that came, and cannot be read. */
export function unreadable(error: unknown, response: Response, { method, url }: Request): unknown {
  if (isTimeout(error)) return unreachable(method, url, error)
  if (!isAboutBody(error, response)) return error
  // A SyntaxError quotes the body, which is not ours to show.
  const cause = error instanceof SyntaxError ? undefined : withoutBaggage(error, [])
  const said: ErrorResponse = { status: response.status }
  return new LatchkeyError(
    'malformed_response',
    `${method} ${placeOf(url)} answered ${response.status} with a body that breaks off or is not JSON; use parseAs for other media types.`,
    { cause, response: said },
  )
}

// A middleware of the user's may fail with the same kinds of error, before anybody has read the body.
function isAboutBody(error: unknown, { bodyUsed }: Response): boolean {
  return bodyUsed && (error instanceof SyntaxError || error instanceof TypeError)
}

function unreachable(
  method: string,
  url: string,
  error: unknown,
  secrets: readonly string[] = [],
): LatchkeyError {
  const problem = isTimeout(error) ? 'gave no whole answer within timeoutMs' : 'gave no answer'
  return new LatchkeyError(
    'api_unreachable',
    `${method} ${placeOf(url)} ${problem}; check that it can be reached from here.`,
    { cause: withoutBaggage(error, secrets) },
  )
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : 'The API'
}
