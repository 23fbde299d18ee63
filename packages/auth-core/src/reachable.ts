import { type ErrorResponse, LatchkeyError } from './errors.ts'
import type { Fetch } from './fetch.ts'
import { withoutBaggage } from './redact.ts'

/**
 * `fetch` whose failures say which API gave no answer, instead of "fetch failed". The caller's own abort comes
 * through as it is.
 */
export function reachable(fetch: Fetch, timeoutMs: number | undefined): Fetch {
  return async (input, init) => {
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const signal = timeoutMs === undefined ? own : withTimeout(own, timeoutMs)
    try {
      return await fetch(input, signal === undefined ? init : { ...init, signal })
    } catch (error) {
      if (own?.aborted) throw error
      throw unreachable(input instanceof Request ? input.url : String(input), error)
    }
  }
}

/** The error for an answer that came, and cannot be read. */
export function unreadable(error: unknown, response: Response, method: string): unknown {
  if (isTimeout(error)) return unreachable(response.url, error)
  if (!(error instanceof SyntaxError || error instanceof TypeError)) return error
  // A SyntaxError quotes the body, which is not ours to show.
  const cause = error instanceof SyntaxError ? undefined : withoutBaggage(error, [])
  const said: ErrorResponse = { status: response.status }
  return new LatchkeyError(
    'malformed_response',
    `${method} ${placeOf(response.url)} answered ${response.status} with a body that breaks off or is not JSON; use parseAs for other media types.`,
    { cause, response: said },
  )
}

function withTimeout(own: AbortSignal | undefined, timeoutMs: number): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs)
  return own === undefined ? timeout : AbortSignal.any([own, timeout])
}

function unreachable(url: string, error: unknown): LatchkeyError {
  const problem = isTimeout(error) ? 'gave no whole answer within timeoutMs' : 'gave no answer'
  return new LatchkeyError(
    'api_unreachable',
    `${placeOf(url)} ${problem}; check that it can be reached from here.`,
    {
      cause: withoutBaggage(error, []),
    },
  )
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : 'The API'
}
