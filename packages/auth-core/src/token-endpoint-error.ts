import { type ErrorResponse, isLatchkeyError, LatchkeyError, type LatchkeyErrorCode } from './errors.ts'
import { redact, withoutBaggage } from './redact.ts'
import type { Refusal } from './token-operation.ts'

/** What the errors of a token call are made from. */
export interface FailedRequest {
  readonly url: string
  readonly errors?: { readonly [status: number]: Refusal } | undefined
  readonly secrets: readonly string[]
}

const OAUTH_ERRORS: ReadonlyMap<unknown, Refusal> = new Map<unknown, Refusal>([
  ['invalid_client', 'client_rejected'],
  ['unauthorized_client', 'client_rejected'],
  ['invalid_grant', 'grant_rejected'],
  ['invalid_scope', 'grant_rejected'],
  ['unsupported_grant_type', 'grant_rejected'],
  ['invalid_request', 'grant_rejected'],
])

const ADVICE: Partial<Record<LatchkeyErrorCode, string>> = {
  client_rejected: 'refused the client; check its credentials and the token URL',
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
  retryAfterMs?: number,
): LatchkeyError {
  const message = `Token endpoint ${endpointName(request.url)} answered ${response.status}: it ${advice}.`
  return new LatchkeyError(code, message, { response, retryAfterMs })
}

/** The error for a token call without a whole answer; `status` is that of the answer which broke off. */
export function unanswered(
  request: FailedRequest,
  error: unknown,
  status: number | undefined,
): LatchkeyError {
  const what = status === undefined ? 'gave no answer' : `answered ${status} and broke off`
  return new LatchkeyError(
    'token_endpoint_unavailable',
    `Token endpoint ${endpointName(request.url)} ${what}; check that it can be reached from here.`,
    {
      cause: withoutBaggage(error, request.secrets),
      response: status === undefined ? undefined : { status },
    },
  )
}

/** The error for a token call that was not made. */
export function noTimeLeft({ url }: { readonly url: string }): LatchkeyError {
  return new LatchkeyError(
    'token_endpoint_unavailable',
    `Token endpoint ${endpointName(url)} was not called: too little is left of tokenBudgetMs, which also counts the wait for the store and for other processes.`,
  )
}

/** The error for an answer that is no success: the body's `error` decides, else what the document says of the status. */
export function refusal(
  request: FailedRequest,
  status: number,
  body: unknown,
  retryAfterMs: number | undefined,
): LatchkeyError {
  const members = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const code = isTransient(status) ? 'transient' : meaningOf(request, status, members['error'])
  return failure(
    code === 'transient' ? 'token_endpoint_unavailable' : code,
    request,
    errorResponse(status, members, request.secrets),
    undefined,
    retryAfterMs,
  )
}

/** Whether a refresh token was refused for good: what an outage says of it counts for nothing. */
export function isInvalidGrant(error: unknown): boolean {
  return (
    isLatchkeyError(error) && error.code === 'grant_rejected' && error.response?.error === 'invalid_grant'
  )
}

/** Whether the status alone says that another try may succeed. */
export function isTransient(status: number): boolean {
  // Below 200 nobody has answered yet, or a proxy in between has.
  return status < 200 || status >= 500 || status === 408 || status === 429
}

function meaningOf({ errors }: FailedRequest, status: number, error: unknown): Refusal {
  const byDefault = status === 401 || status === 403 ? 'client_rejected' : 'grant_rejected'
  return OAUTH_ERRORS.get(error) ?? errors?.[status] ?? byDefault
}

function errorResponse(
  status: number,
  members: Record<string, unknown>,
  secrets: readonly string[],
): ErrorResponse {
  const said = (name: string, member: string): Record<string, string> => {
    const value = members[member]
    if (typeof value !== 'string' && typeof value !== 'number') return {}
    // A word of the RFC stays whole, however short a secret is.
    return { [name]: OAUTH_ERRORS.has(value) ? String(value) : redact(String(value), secrets) }
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

/** Origin and path of an endpoint, for messages and events. */
export function endpointName(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
