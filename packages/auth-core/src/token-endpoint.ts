import { unlessAborted } from './abort.ts'
import type { Clock } from './clock.ts'
import { type ErrorResponse, LatchkeyError, type LatchkeyErrorCode } from './errors.ts'
import { type Fetch, lateBound } from './fetch.ts'
import { redact, withoutBaggage } from './redact.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Refusal } from './token-operation.ts'

/** What is sent to a token endpoint, by POST. */
export interface TokenRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly fetch?: Fetch | undefined
  /** Statuses that mean one refusal only, where the provider documents such. */
  readonly errors?: { readonly [status: number]: Refusal } | undefined
  /** Masked in whatever the endpoint says. */
  readonly secrets: readonly string[]
  /** How often it may be sent without an answer: a refresh token may have been spent all the same. @default no limit */
  readonly maxUnanswered?: number
}

/** A success of a token endpoint; `body` is undefined where it is not JSON. */
export interface TokenEndpointAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface ExchangeTerms {
  readonly clock: Clock
  /** For all attempts together. */
  readonly budgetMs: number
  readonly attemptTimeoutMs: number
  /** Whether somebody waits: a refresh behind a valid token is one attempt. */
  mayRetry(): boolean
}

type Attempt = { answer: TokenEndpointAnswer } | { error: LatchkeyError; retry: boolean; unanswered?: true }

const MAX_BODY_BYTES = 1024 * 1024
const FIRST_BACK_OFF_MS = 250
const MAX_BACK_OFF_MS = 4_000

/**
 * One token call with its retries.
 *
 * | outcome | what follows |
 * |---|---|
 * | 2xx | the answer, at most 1 MiB of it |
 * | network error, time-out, 408, 429, 5xx | again, after full jitter or `Retry-After`, inside the budget |
 * | 3xx | `token_endpoint_redirect`: credentials are not sent on |
 * | any other 4xx | `client_rejected` or `grant_rejected`, never sent again |
 *
 * @throws {LatchkeyError}
 */
export async function exchange(request: TokenRequest, terms: ExchangeTerms): Promise<TokenEndpointAnswer> {
  const deadline = terms.clock.monotonic() + terms.budgetMs
  let unanswered = 0
  for (let failures = 0; ; failures++) {
    const attempt = await attemptExchange(request, terms, deadline)
    if ('answer' in attempt) return attempt.answer
    if (attempt.unanswered) unanswered++
    const exhausted = unanswered >= (request.maxUnanswered ?? Number.POSITIVE_INFINITY)
    const waitMs = attempt.error.retryAfterMs ?? backOff(failures)
    if (!attempt.retry || exhausted || !terms.mayRetry() || terms.clock.monotonic() + waitMs >= deadline) {
      throw attempt.error
    }
    await new Promise<void>((resolve) => terms.clock.setTimer(resolve, waitMs))
  }
}

function backOff(failures: number): number {
  return Math.random() * Math.min(FIRST_BACK_OFF_MS * 2 ** failures, MAX_BACK_OFF_MS)
}

async function attemptExchange(
  request: TokenRequest,
  terms: ExchangeTerms,
  deadline: number,
): Promise<Attempt> {
  const { clock } = terms
  const timeoutMs = Math.min(terms.attemptTimeoutMs, deadline - clock.monotonic())
  const abort = new AbortController()
  const timer = clock.setTimer(
    () => abort.abort(new Error(`no answer within ${Math.round(timeoutMs)} ms`)),
    timeoutMs,
  )
  try {
    // The race also ends the wait for a fetch that does not listen to its signal.
    return await unlessAborted(send(request, clock, abort.signal), abort.signal)
  } catch (error) {
    return { error: unreachable(request, error), retry: true, unanswered: true }
  } finally {
    timer.cancel()
    abort.abort()
  }
}

async function send(request: TokenRequest, clock: Clock, signal: AbortSignal): Promise<Attempt> {
  const response = await lateBound(request.fetch)(request.url, {
    method: 'POST',
    headers: request.headers,
    redirect: 'manual',
    signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  })
  const { status, headers } = response
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await response.body?.cancel()
    return { error: failure('token_endpoint_redirect', request, { status }), retry: false }
  }
  const text = await readText(response)
  if (text === undefined) {
    const error = failure('malformed_token_response', request, { status }, 'is longer than 1 MiB')
    return { error, retry: false }
  }
  const body = parseJson(text)
  if (response.ok) return { answer: { status, headers, body } }
  return refused(request, { status, headers, body }, clock.now())
}

/** The body, or undefined where it is too long. */
async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const OAUTH_ERRORS: Readonly<Record<string, Refusal>> = {
  invalid_client: 'client_rejected',
  unauthorized_client: 'client_rejected',
  invalid_grant: 'grant_rejected',
  invalid_scope: 'grant_rejected',
  unsupported_grant_type: 'grant_rejected',
  invalid_request: 'grant_rejected',
}

function refused(
  request: TokenRequest,
  { status, headers, body }: TokenEndpointAnswer,
  now: number,
): Attempt {
  const response = readErrorResponse(status, body, request.secrets)
  const waitMs = retryAfterMs(headers, now)
  if (status >= 500 || status === 408 || status === 429) {
    return { error: failure('token_endpoint_unavailable', request, response, undefined, waitMs), retry: true }
  }
  const refusal =
    (response.error === undefined ? undefined : OAUTH_ERRORS[response.error]) ??
    request.errors?.[status] ??
    (status === 401 || status === 403 ? 'client_rejected' : 'grant_rejected')
  const code = refusal === 'transient' ? 'token_endpoint_unavailable' : refusal
  return { error: failure(code, request, response, undefined, waitMs), retry: false }
}

function readErrorResponse(status: number, body: unknown, secrets: readonly string[]): ErrorResponse {
  const members = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const said = (name: string, member: string): Record<string, string> => {
    const value = members[member]
    return typeof value === 'string' || typeof value === 'number'
      ? { [name]: redact(String(value), secrets) }
      : {}
  }
  return {
    status,
    ...said('code', 'code'),
    ...said('message', 'message'),
    ...said('error', 'error'),
    ...said('errorDescription', 'error_description'),
    ...said('errorUri', 'error_uri'),
  }
}

const ADVICE: Partial<Record<LatchkeyErrorCode, string>> = {
  client_rejected: 'refused the client; check the client id and secret',
  grant_rejected:
    'refused the grant; check user, password, scope and token URL against what error.response says',
  token_endpoint_unavailable: 'cannot serve now; try again later',
  token_endpoint_redirect: 'redirects, and credentials are not sent on; check the token URL',
}

/** The error for an answered token call: it names the endpoint and the status, nothing that the body says. */
export function failure(
  code: LatchkeyErrorCode,
  request: { readonly url: string },
  response: ErrorResponse,
  advice = ADVICE[code],
  waitMs?: number,
): LatchkeyError {
  const message = `Token endpoint ${endpointName(request.url)} answered ${response.status}: it ${advice}.`
  return new LatchkeyError(code, message, { response, retryAfterMs: waitMs })
}

function unreachable(request: TokenRequest, cause: unknown): LatchkeyError {
  return new LatchkeyError(
    'token_endpoint_unavailable',
    `Token endpoint ${endpointName(request.url)} gave no answer; check that it can be reached from here.`,
    { cause: withoutBaggage(cause, request.secrets) },
  )
}

function endpointName(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
