import type { Failure } from './cool-downs.ts'
import type { Issued } from './issued.ts'
import type { TokenRequest } from './token-request.ts'

/**
 * What the token endpoint does instead of what it should. `lost` and `silent` have done it, and the answer never
 * arrives; `unreached` and `deaf` have not.
 */
export const faults = [
  'unreached',
  'lost',
  'deaf',
  'silent',
  '500',
  '503 for 5 s',
  '429 for 90 s',
  'invalid_client',
  'invalid_grant',
  'bare 401',
  'html',
  'redirect',
] as const
export type Fault = (typeof faults)[number]

/** What the endpoint meant to answer. */
export interface Verdict {
  readonly response: Response
  readonly issued?: Issued
  readonly failure?: Failure
}

/** An answer that repeats to the client what it should not. */
export function answerOf(fault: Fault, request: TokenRequest): Verdict {
  const said = `You sent ${request.everything}`
  const refuse = (status: number, kind: Failure['kind'], error?: string, retryAfterS?: number): Verdict => ({
    response: Response.json(
      { error, error_description: said, message: said },
      { status, headers: retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) } },
    ),
    failure: { kind, ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1000 }) },
  })
  switch (fault) {
    case '500':
      return refuse(500, 'transient', 'server_error')
    case '503 for 5 s':
      return refuse(503, 'transient', undefined, 5)
    case '429 for 90 s':
      return refuse(429, 'transient', 'slow_down', 90)
    case 'invalid_client':
      return refuse(401, 'lasting', 'invalid_client')
    case 'invalid_grant':
      return refuse(400, request.refreshToken === undefined ? 'lasting' : 'spent', 'invalid_grant')
    case 'bare 401':
      return { response: new Response(null, { status: 401 }), failure: { kind: 'lasting' } }
    case 'redirect':
      return { response: redirectTo('https://elsewhere.example/token'), failure: { kind: 'lasting' } }
    default:
      return { response: new Response(`<html>${said}</html>`), failure: { kind: 'unusable' } }
  }
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 307, headers: { location } })
}

export function networkError({ everything }: TokenRequest): Error {
  const cause = Object.assign(new Error(`connect ECONNREFUSED, while sending ${everything}`), {
    code: 'ECONNREFUSED',
    request: everything,
  })
  return new TypeError('fetch failed', { cause })
}
