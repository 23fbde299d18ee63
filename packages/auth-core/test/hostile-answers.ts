import type { LatchkeyErrorCode } from '../src/errors.ts'
import { hostileBodies } from './hostile-answers.bodies.ts'

/** What a token call comes to: a token with a lifetime, with none, or not kept (0), or a typed error. */
export type Outcome =
  | { readonly lifetimeMs: number | undefined; readonly token?: string }
  | { readonly code: LatchkeyErrorCode; readonly status?: number }

/** An answer of a token endpoint, and what it is to an operation that reads the token from its body or a header. */
export interface HostileAnswer {
  readonly name: string
  /** `token` stands wherever the row is not about it. */
  answer(token: string): Response | Error | Promise<never>
  readonly inBody: Outcome
  readonly inHeader: Outcome
}

export type Body = ConstructorParameters<typeof Response>[0]

/** The header that carries the token, where one does. */
export const TOKEN_HEADER = 'gn-access-token'

const forAnHour: Outcome = { lifetimeMs: 3_600_000 }
const untilRejected: Outcome = { lifetimeMs: undefined }
const malformed: Outcome = { code: 'malformed_token_response', status: 200 }
const brokenOff: Outcome = { code: 'token_endpoint_unavailable', status: 200 }
const unanswered: Outcome = { code: 'token_endpoint_unavailable' }

const tokenBody = (token: string) =>
  JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 })
type Step = (controller: ReadableStreamDefaultController<Uint8Array>) => void
const encode = (text: string) => new TextEncoder().encode(text)
const streamed = (steps: { start?: Step; pull?: Step }) => new ReadableStream(steps)

/** A success with the token in its body and its header, as far as the row leaves it there. */
function success(token: string, body: Body, headers: Record<string, string> = {}): Response {
  return new Response(body, { headers: { [TOKEN_HEADER]: token, ...headers } })
}

const ofBodies: HostileAnswer[] = hostileBodies.map(([name, body, inBody]) => ({
  name,
  answer: (token) => success(token, body(token)),
  inBody,
  inHeader: untilRejected,
}))

const header = (name: string, value: (token: string) => string, inHeader: Outcome): HostileAnswer => ({
  name: `a token header ${name}`,
  answer: (token) => success(token, tokenBody(token), { [TOKEN_HEADER]: value(token) }),
  inBody: forAnHour,
  inHeader,
})

const jwt = 'e30.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln'

const ofHeaders: HostileAnswer[] = [
  {
    ...header('that is missing', String, malformed),
    answer: (token) => new Response(tokenBody(token)),
  },
  header('that is empty', () => '', malformed),
  header('that is blank', () => '  ', malformed),
  header('that comes twice', (token) => `${token}, ${token}`, malformed),
  header('with a scheme', (token) => `Bearer ${token}`, malformed),
  header('with a tab', (token) => `${token}\t${token}`, malformed),
  header('beyond ASCII', (token) => `${token}é`, malformed),
  header('with blanks around', (token) => ` ${token} `, untilRejected),
  header('that is a JWT', () => jwt, { lifetimeMs: 600_000, token: jwt }),
]

function both(name: string, answer: HostileAnswer['answer'], outcome: Outcome): HostileAnswer {
  return { name, answer, inBody: outcome, inHeader: outcome }
}

/** A JWT that says when it ends by the server's clock, and the server's clock where it says that too. */
const jwtUntil = (
  name: string,
  exp: string,
  date: Record<string, string>,
  outcome: Outcome,
): HostileAnswer => {
  const token = `e30.${btoa(`{"exp":${exp}}`).replaceAll('=', '')}.c2ln`
  const body = JSON.stringify({ access_token: token, token_type: 'Bearer' })
  return both(`a JWT with exp alone, ${name}`, () => success(token, body, date), {
    ...outcome,
    token,
  } as Outcome)
}

const date = { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }
const ofJwts: HostileAnswer[] = [
  jwtUntil('and no Date', '1767226200', {}, untilRejected),
  jwtUntil('and a Date', '1767226200', date, { lifetimeMs: 600_000 }),
  jwtUntil('and a Date after it', '1767225000', date, untilRejected),
  jwtUntil('far away, and a Date', '1e15', date, { lifetimeMs: 365 * 86_400_000 }),
  jwtUntil('beyond all numbers, and a Date', '1e999', date, untilRejected),
  jwtUntil('no number, and a Date', '"soon"', date, untilRejected),
]

const ofTransport: HostileAnswer[] = [
  both('more than 1 MiB', (token) => success(token, tokenBody(token).padEnd(1024 * 1024 + 1)), malformed),
  both(
    'a body without end',
    (token) =>
      success(token, streamed({ pull: (controller) => controller.enqueue(encode(' '.repeat(65_536))) })),
    malformed,
  ),
  both(
    'a body closed half-way',
    (token) => success(token, streamed({ pull: (controller) => controller.error(new Error('closed')) })),
    brokenOff,
  ),
  both(
    'a body begun and never ended',
    (token) => success(token, streamed({ start: (controller) => controller.enqueue(encode('{')) })),
    brokenOff,
  ),
  both('a body that never begins', (token) => success(token, streamed({})), brokenOff),
  both('silence', () => new Promise<never>(() => {}), unanswered),
  both('a broken connection', () => new TypeError('fetch failed'), unanswered),
]

const atStatus = (status: number, body: string | undefined, outcome: Outcome): HostileAnswer =>
  both(
    `${status} ${body === undefined ? 'with a token' : 'with HTML'}`,
    (token) => withStatus(success(token, body ?? tokenBody(token)), status),
    outcome,
  )

/** A Response as a proxy or a mock may make it, also with a status that the constructor refuses. */
function withStatus(response: Response, status: number): Response {
  const odd = status < 200 || status > 599 || [204, 205, 304].includes(status)
  if (!odd) return new Response(response.body, { status, headers: response.headers })
  const bare = new Response(null, { headers: response.headers })
  return Object.defineProperties(bare, {
    status: { value: status },
    ok: { value: status >= 200 && status <= 299 },
  })
}

const HTML = '<html>No</html>'
const refused = (status: number): Outcome => ({ code: 'grant_rejected', status })
const rejected = (status: number): Outcome => ({ code: 'client_rejected', status })
const redirect = (status: number): Outcome => ({ code: 'token_endpoint_redirect', status })
const outage = (status: number): Outcome => ({ code: 'token_endpoint_unavailable', status })
const empty = (status: number): HostileAnswer => ({
  ...atStatus(status, undefined, { code: 'malformed_token_response', status }),
  name: `${status} without a body`,
  inHeader: untilRejected,
})
const accepted = (status: number): HostileAnswer => ({
  ...atStatus(status, undefined, forAnHour),
  inHeader: untilRejected,
})

const ofStatuses: HostileAnswer[] = [
  ...[201, 202, 203, 206, 299].map(accepted),
  ...[204, 205].map(empty),
  ...[300, 301, 302, 303, 304, 307, 308].map((status) => atStatus(status, undefined, redirect(status))),
  ...[401, 403].map((status) => atStatus(status, HTML, rejected(status))),
  ...[400, 404, 405, 412, 418, 451].map((status) => atStatus(status, HTML, refused(status))),
  ...[400, 422].map((status) => atStatus(status, undefined, refused(status))),
  ...[408, 429, 500, 502, 503, 511, 599].map((status) => atStatus(status, HTML, outage(status))),
  ...[0, 100, 101, 199, 600, 999].map((status) => atStatus(status, undefined, outage(status))),
]

/** Each answer has one defined result for each kind of operation (B20). */
export const hostileAnswers: readonly HostileAnswer[] = [
  ...ofBodies,
  ...ofHeaders,
  ...ofJwts,
  ...ofTransport,
  ...ofStatuses,
]
