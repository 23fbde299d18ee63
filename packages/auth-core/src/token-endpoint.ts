import { unlessAborted } from './abort.ts'
import type { Clock } from './clock.ts'
import type { LatchkeyError } from './errors.ts'
import type { EventSink } from './events.ts'
import { type Fetch, lateBound } from './fetch.ts'
import { retryAfterMs } from './retry-after.ts'
import {
  endpointName,
  failure,
  isTransient,
  noTimeLeft,
  refusal,
  unanswered,
} from './token-endpoint-error.ts'
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
  /**
   * It trades a refresh token in, which may have been spent although no answer came: two tries without one are all.
   * After `invalid_grant` the token of whoever spent it is taken, where the store has it. @default false
   */
  readonly spendsRefreshToken?: boolean
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
  /** Where less is left no refresh token is sent: it would be spent, and its answer cut off. */
  readonly spendingMs: number
  readonly events: EventSink
  /** Asked before each further try, with how long it is waited for: a refresh behind a valid token is one attempt. */
  mayRetry(waitMs: number): boolean | Promise<boolean>
}

type Attempt = { answer: TokenEndpointAnswer } | { error: LatchkeyError; retry: boolean; unanswered?: true }

const MAX_UNANSWERED_SPENDING = 2
const MAX_BODY_BYTES = 1024 * 1024
const FIRST_BACK_OFF_MS = 500
const SHORT_BACK_OFF_MS = 1_000

/**
 * One token call with its retries.
 *
 * | outcome | what follows |
 * |---|---|
 * | 2xx | the answer, at most 1 MiB of it |
 * | network error, time-out, a 2xx that breaks off, below 200, 408, 429, 5xx | again, after full jitter, not before `Retry-After`, inside the budget |
 * | 3xx | `token_endpoint_redirect`: credentials are not sent on |
 * | a try for which too little is left of the budget | is not made |
 * | any other 4xx, whatever its body | `client_rejected`, `grant_rejected` or what the document says; never sent again |
 *
 * @throws {LatchkeyError}
 */
export async function exchange(request: TokenRequest, terms: ExchangeTerms): Promise<TokenEndpointAnswer> {
  const { clock, events } = terms
  const endpoint = endpointName(request.url)
  const deadline = clock.monotonic() + terms.budgetMs
  const neededMs = request.spendsRefreshToken ? terms.spendingMs : 0
  const inTime = (waitMs: number) => clock.monotonic() + waitMs + neededMs < deadline
  if (!inTime(0)) throw noTimeLeft(request)
  let withoutAnswer = 0
  for (let attempt = 1; ; attempt++) {
    const call = { endpoint, attempt }
    const startedAt = clock.monotonic()
    events.emit({ type: 'token_call_start', ...call })
    const outcome = await attemptExchange(request, terms, deadline)
    const durationMs = clock.monotonic() - startedAt
    if ('answer' in outcome) {
      events.emit({ type: 'token_call_end', ...call, durationMs, status: outcome.answer.status })
      return outcome.answer
    }
    const { error } = outcome
    if (outcome.unanswered) withoutAnswer++
    const exhausted = request.spendsRefreshToken && withoutAnswer >= MAX_UNANSWERED_SPENDING
    const leftMs = deadline - clock.monotonic()
    const pauseMs = backOff(attempt, terms.budgetMs - leftMs)
    // The one try after a refresh token went unanswered comes in time: it may bring what the first one was sent.
    const longestMs =
      request.spendsRefreshToken && outcome.unanswered ? Math.max((leftMs - neededMs) / 2, 0) : pauseMs
    const waitMs = Math.max(error.retryAfterMs ?? 0, Math.min(pauseMs, longestMs))
    const retryInMs =
      outcome.retry && !exhausted && inTime(waitMs) && (await terms.mayRetry(waitMs)) && inTime(waitMs)
        ? waitMs
        : undefined
    const { status } = error.response ?? {}
    events.emit({ type: 'token_call_end', ...call, durationMs, status, error: error.code, retryInMs })
    if (retryInMs === undefined) throw error
    await new Promise<void>((resolve) => clock.setTimer(resolve, waitMs))
  }
}

// Full jitter. An outage costs a second more at most, or a quarter of itself where it is long.
function backOff(failures: number, elapsedMs: number): number {
  const longest = Math.max(SHORT_BACK_OFF_MS, elapsedMs / 4)
  return Math.random() * Math.min(FIRST_BACK_OFF_MS * 2 ** (failures - 1), longest)
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
    () => abort.abort(new Error(`no whole answer within ${Math.round(timeoutMs)} ms`)),
    timeoutMs,
  )
  let begun: Response | undefined
  try {
    // The races also end the wait for a fetch that does not listen to its signal.
    begun = await unlessAborted(send(request, abort.signal), abort.signal)
    return await unlessAborted(read(request, begun, clock), abort.signal)
  } catch (error) {
    // A refusal is one by its status, also where its body breaks off.
    if (begun !== undefined && !begun.ok) return refused(request, begun, undefined, clock)
    return { error: unanswered(request, error, begun?.status), retry: true, unanswered: true }
  } finally {
    timer.cancel()
    abort.abort()
  }
}

async function send({ url, headers, body, fetch }: TokenRequest, signal: AbortSignal): Promise<Response> {
  return lateBound(fetch)(url, { method: 'POST', headers, body: body ?? null, redirect: 'manual', signal })
}

async function read(request: TokenRequest, response: Response, clock: Clock): Promise<Attempt> {
  const { status, headers, type, ok } = response
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    response.body?.cancel().catch(() => {})
    return { error: failure('token_endpoint_redirect', request, { status }), retry: false }
  }
  const text = await readText(response)
  if (!ok) return refused(request, response, text, clock)
  if (text !== undefined) return { answer: { status, headers, body: parseJson(text) } }
  const error = failure('malformed_token_response', request, { status }, 'sent more than 1 MiB')
  return { error, retry: false }
}

function refused(
  request: TokenRequest,
  { status, headers }: Response,
  text: string | undefined,
  clock: Clock,
): Attempt {
  const error = refusal(request, status, parseJson(text ?? ''), retryAfterMs(headers, clock.now()))
  return { error, retry: isTransient(status) }
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
      reader.cancel().catch(() => {})
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
