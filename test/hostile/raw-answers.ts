import { gzipSync } from 'node:zlib'
import { type Outcome, TOKEN_HEADER } from '../../packages/auth-core/test/hostile-answers.ts'

/** An answer in bytes, and what it is to an operation that reads its token from the body or a header. */
export interface RawAnswer {
  readonly name: string
  readonly bytes: string | Uint8Array
  /** Whether the server closes the connection after it. */
  readonly closes?: true
  /** Whether it is a refusal that holds for a while. */
  readonly remembered?: true
  readonly inBody: Outcome
  readonly inHeader: Outcome
}

const token = 'token-1'
const json = JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 })
const forAnHour: Outcome = { lifetimeMs: 3_600_000 }
const untilRejected: Outcome = { lifetimeMs: undefined }
const malformed: Outcome = { code: 'malformed_token_response', status: 200 }
const unanswered: Outcome = { code: 'token_endpoint_unavailable' }
const brokenOff: Outcome = { code: 'token_endpoint_unavailable', status: 200 }

const head = (status: string, ...headers: string[]) =>
  `${[`HTTP/1.1 ${status}`, `${TOKEN_HEADER}: ${token}`, ...headers].join('\r\n')}\r\n\r\n`
const sized = (body: string) => `Content-Length: ${body.length}`
const whole = (...headers: string[]) => head('200 OK', sized(json), ...headers) + json
const both = (outcome: Outcome) => ({ inBody: outcome, inHeader: outcome })

const packed = gzipSync(Buffer.alloc(2 * 1024 * 1024, ' '))
const bomb = Buffer.concat([
  Buffer.from(head('200 OK', 'Content-Encoding: gzip', `Content-Length: ${packed.length}`)),
  packed,
])

export const rawAnswers: readonly RawAnswer[] = [
  {
    name: 'a body shorter than it says',
    bytes: head('200 OK', 'Content-Length: 999') + json,
    closes: true,
    ...both(brokenOff),
  },
  {
    name: 'a chunk that is never whole',
    bytes: `${head('200 OK', 'Transfer-Encoding: chunked')}ff\r\n${json}`,
    closes: true,
    ...both(brokenOff),
  },
  {
    name: 'chunks without the last one',
    bytes: `${head('200 OK', 'Transfer-Encoding: chunked')}${json.length.toString(16)}\r\n${json}\r\n`,
    ...both(brokenOff),
  },
  { name: 'a body that is never sent', bytes: head('200 OK', sized(json)), ...both(brokenOff) },
  {
    name: 'no length, ended by closing',
    bytes: head('200 OK', 'Connection: close') + json,
    closes: true,
    inBody: forAnHour,
    inHeader: untilRejected,
  },
  {
    name: 'a body longer than it says',
    bytes: head('200 OK', 'Content-Length: 10', 'Connection: close') + json,
    closes: true,
    inBody: malformed,
    inHeader: untilRejected,
  },
  { name: 'gzip that is none', bytes: whole('Content-Encoding: gzip'), ...both(brokenOff) },
  { name: 'gzip of 2 MiB', bytes: bomb, ...both(malformed) },
  {
    name: 'early hints, then the answer',
    bytes: `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${whole()}`,
    inBody: forAnHour,
    inHeader: untilRejected,
  },
  {
    name: '101 Switching Protocols',
    bytes: head('101 Switching Protocols', 'Upgrade: x', 'Connection: Upgrade'),
    ...both(unanswered),
  },
  { name: 'only early hints', bytes: 'HTTP/1.1 103 Early Hints\r\n\r\n', ...both(unanswered) },
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH_9.2\r\n', ...both(unanswered) },
  { name: 'HTTP/0.9', bytes: json, closes: true, ...both(unanswered) },
  { name: 'nothing, closed at once', bytes: '', closes: true, ...both(unanswered) },
  { name: 'nothing, held open', bytes: '', ...both(unanswered) },
  { name: 'a status line of NULs', bytes: '\0\0\0\0\r\n\r\n', ...both(unanswered) },
  {
    name: 'a header line without end',
    bytes: `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`,
    ...both(unanswered),
  },
  { name: 'two lengths', bytes: whole('Content-Length: 3'), ...both(unanswered) },
  {
    name: 'the token header twice',
    bytes: whole(`${TOKEN_HEADER}: token-2`),
    inBody: forAnHour,
    inHeader: malformed,
  },
  {
    name: 'a 401 whose body breaks off',
    bytes: head('401 No', 'Content-Length: 99') + json,
    closes: true,
    remembered: true,
    ...both({ code: 'client_rejected', status: 401 }),
  },
  {
    name: 'a 302 to itself',
    bytes: head('302 Found', 'Location: /token', 'Content-Length: 0'),
    remembered: true,
    ...both({ code: 'token_endpoint_redirect', status: 302 }),
  },
]
