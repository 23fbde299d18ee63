import type { Body, Outcome } from './hostile-answers.ts'

type Said = (token: string) => Body
type Changed = Record<string, unknown>

const YEAR_MS = 365 * 86_400_000
const MIB = 1024 * 1024

const malformed: Outcome = { code: 'malformed_token_response', status: 200 }
const notKept: Outcome = { lifetimeMs: 0 }
const untilRejected: Outcome = { lifetimeMs: undefined }
const seconds = (count: number): Outcome => ({ lifetimeMs: count * 1_000 })
const forAnHour = seconds(3600)

/** A token response with these members changed. */
const told =
  (changed: Changed | ((token: string) => Changed)) =>
  (token: string): string =>
    JSON.stringify({
      access_token: token,
      token_type: 'Bearer',
      expires_in: 3600,
      ...(typeof changed === 'function' ? changed(token) : changed),
    })
const whole = told({})
const besides = (json: string, token: string) => `{${json},${whole(token).slice(1)}`
const token = (name: string, access_token: (token: string) => unknown): [string, Said, Outcome] => [
  `access_token ${name}`,
  told((token) => ({ access_token: access_token(token) })),
  malformed,
]
const type = (name: string, token_type: unknown, outcome: Outcome): [string, Said, Outcome] => [
  `token_type ${name}`,
  told({ token_type }),
  outcome,
]
const expiry = (name: string, expires_in: unknown, outcome: Outcome): [string, Said, Outcome] => [
  `expires_in ${name}`,
  told({ expires_in }),
  outcome,
]
const rawExpiry = (name: string, json: string, outcome: Outcome): [string, Said, Outcome] => [
  `expires_in ${name}`,
  (token) => `{"access_token":"${token}","expires_in":${json}}`,
  outcome,
]

const jwt = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.c2ln`
const tenMinutes = jwt({ iat: 1_000, exp: 1_600 })
const noMinutes = jwt({ iat: 1_600, exp: 1_000 })
const long = 't'.repeat(8_192)
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

/** Bodies with status 200, and what they are to an operation that reads the token from its body. */
export const hostileBodies: readonly (readonly [name: string, body: Said, inBody: Outcome])[] = [
  ['HTML', () => '<html>Sign in</html>', malformed],
  ['an empty body', () => '', malformed],
  ['blanks', () => ' \r\n ', malformed],
  ['truncated JSON', (token) => whole(token).slice(0, -1), malformed],
  ['JSON with a comma too much', (token) => `{"access_token":"${token}",}`, malformed],
  ['two JSON documents', (token) => `${whole(token)}{}`, malformed],
  ['a form', (token) => `access_token=${token}&expires_in=3600`, malformed],
  ['UTF-16', (token) => Uint16Array.from(whole(token), (char) => char.charCodeAt(0)), malformed],
  ['a JSON array', (token) => JSON.stringify([token]), malformed],
  ['an array of token responses', (token) => `[${whole(token)}]`, malformed],
  ['a JSON string', (token) => JSON.stringify(token), malformed],
  ['a JSON number', () => '42', malformed],
  ['JSON null', () => 'null', malformed],
  ['JSON false', () => 'false', malformed],
  ['the token in an inner object', (token) => `{"data":${whole(token)}}`, malformed],
  ['the token under __proto__', (token) => `{"__proto__":${whole(token)}}`, malformed],
  ['the token under constructor', (token) => `{"constructor":{"prototype":${whole(token)}}}`, malformed],
  ['an error with status 200', () => '{"error":"invalid_client"}', malformed],
  token('missing', () => undefined),
  token('null', () => null),
  token('empty', () => ''),
  token('blank', () => ' '),
  token('a number', () => 42),
  token('true', () => true),
  token('an array', (value) => [value]),
  token('an object', (value) => ({ value })),
  token('with CR/LF', (value) => `${value}\r\nx-evil: 1`),
  token('with a line end', (value) => `${value}\n`),
  token('with NUL', (value) => `${value}\0`),
  token('with DEL', (value) => `${value}\x7f`),
  token('with a scheme', (value) => `Bearer ${value}`),
  token('beyond ASCII', (value) => `${value}é`),
  token('beyond Latin-1', (value) => `${value}用`),
  token('with half a character', (value) => `${value}\ud800`),
  ['a token that is not UTF-8', (token) => latin1(`{"access_token":"${token}é"}`), malformed],
  ['a token of 8 kB', () => whole(long), { ...forAnHour, token: long }],
  type('mac', 'mac', malformed),
  type('DPoP', 'DPoP', malformed),
  type('empty', '', malformed),
  type('a number', 1, malformed),
  type('an array', ['Bearer'], malformed),
  type('absent', undefined, forAnHour),
  type('null', null, forAnHour),
  type('in lower case', 'bearer', forAnHour),
  type('in capitals', 'BEARER', forAnHour),
  expiry('absent', undefined, untilRejected),
  expiry('null', null, untilRejected),
  expiry('0', 0, notKept),
  expiry('negative', -5, notKept),
  expiry('a float', 60.5, seconds(60.5)),
  expiry('a numeric string', '300', seconds(300)),
  expiry('a numeric string in blanks', ' 300 ', seconds(300)),
  expiry('a negative string', '-300', notKept),
  expiry('with its unit', '300s', untilRejected),
  expiry('an empty string', '', untilRejected),
  expiry('a blank string', ' ', untilRejected),
  expiry('the string NaN', 'NaN', untilRejected),
  expiry('the string Infinity', 'Infinity', { lifetimeMs: YEAR_MS }),
  expiry('the string -Infinity', '-Infinity', notKept),
  expiry('a date', '2026-01-01T00:00:00Z', untilRejected),
  expiry('an object', { seconds: 60 }, untilRejected),
  expiry('an array', [60], untilRejected),
  expiry('true', true, untilRejected),
  expiry('huge', 1e300, { lifetimeMs: YEAR_MS }),
  rawExpiry('beyond all numbers', '1e999', { lifetimeMs: YEAR_MS }),
  rawExpiry('beyond all negative numbers', '-1e999', notKept),
  [
    'a JWT without expires_in',
    told({ access_token: tenMinutes, expires_in: undefined }),
    { ...seconds(600), token: tenMinutes },
  ],
  [
    'a JWT that ends before it begins',
    told({ access_token: noMinutes, expires_in: undefined }),
    { ...notKept, token: noMinutes },
  ],
  ['scope an array', told({ scope: ['a'] }), forAnHour],
  ['refresh_token an object', told({ refresh_token: { value: 1 } }), forAnHour],
  [
    'expires_in under __proto__ besides',
    (token) => besides('"__proto__":{"expires_in":1}', token),
    forAnHour,
  ],
  ['a key twice: the last one counts', (token) => besides('"access_token":"first"', token), forAnHour],
  ['a key twice, the last unusable', (token) => `${whole(token).slice(0, -1)},"access_token":""}`, malformed],
  ['JSON 100,000 deep besides', (token) => besides(`"deep":${deep}`, token), forAnHour],
  ['a byte order mark', (token) => `\ufeff${whole(token)}`, forAnHour],
  ['exactly 1 MiB', (token) => whole(token).padEnd(MIB), forAnHour],
]

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
