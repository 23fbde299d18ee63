import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type CaseResult, SandboxError, type VerificationReport, verify } from '../src/index.ts'
import {
  type Answering,
  granted,
  isGranted,
  isToken,
  type Sent,
  verifyAnswers,
} from './fixtures/answering.ts'
import { shop } from './fixtures/shop.ts'
import { credentials } from './fixtures/verify-sandbox.ts'

const accessToken = 'issued~token/+canary='
// The document has no place for it.
const refreshToken = 'refresh/canary~token'
const { client, user } = credentials
const secrets = [client.clientSecret, user.password, accessToken, refreshToken]

const grantedBoth = (others: object = {}) =>
  Response.json({
    ...{ access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer', expires_in: 60 },
    ...others,
  })

/** Every form in which a secret may be read. */
const forms = secrets.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ '': secret }).toString().slice(1),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll('~', '~0').replaceAll('/', '~1'),
  btoa(secret).replace(/=+$/, ''),
  btoa(`${client.clientId}:${secret}`).replace(/=+$/, ''),
])

function textsOf(report: VerificationReport): string[] {
  const shown = inspect(report, { showHidden: true, depth: Infinity })
  return [report.toTable(), report.toJUnit(), JSON.stringify(report), String(report), shown]
}

function expectNone(texts: readonly string[]): void {
  for (const text of texts) for (const form of forms) expect(text).not.toContain(form)
}

/** Everything that was sent, and what the answers have given, as the names of members. */
const echoed = ({ body, headers, url }: Sent) =>
  Object.fromEntries([...secrets, body, url, headers.get('authorization') ?? ''].map((text) => [text, text]))

const echoes: readonly (readonly [string, Answering])[] = [
  ['the names and values of members', (sent) => Response.json({ ...echoed(sent), orders: [echoed(sent)] })],
  ['the names of nested members', (sent) => Response.json({ error: 1, orders: [{ deep: echoed(sent) }] })],
  [
    'the content type',
    (sent) =>
      new Response('x', {
        headers: { 'content-type': `text/${secrets.map(encodeURIComponent).join('.')}${sent.body.length}` },
      }),
  ],
  [
    'a plain content type',
    () => new Response('x', { headers: { 'content-type': `x-${client.clientSecret}/y-${accessToken}` } }),
  ],
  [
    'a redirect',
    () =>
      new Response(null, {
        status: 302,
        headers: { location: `https://e.example/?t=${encodeURIComponent(accessToken)}` },
      }),
  ],
  ['a header', () => Response.json({ orders: [] }, { headers: { 'x-total': client.clientSecret } })],
  ['an error', (sent) => Response.json(echoed(sent), { status: 400 })],
  [
    'what fetch throws',
    ({ body, headers }) => {
      const cause = Object.assign(new Error(body), { code: client.clientSecret, headers })
      throw new TypeError(`${body} ${headers.get('authorization')}`, { cause })
    },
  ],
]

describe('B17 no report shows a secret that the server sends back', () => {
  test.each(echoes)('in %s', async (_, echo) => {
    const results: CaseResult[] = []
    const { report, sent } = await verifyAnswers(
      (one) => (isToken(one) && isGranted(one) ? grantedBoth() : echo(one)),
      { allowWrites: true, onResult: (result) => results.push(result) },
    )
    expect(sent.some(({ headers }) => headers.get('authorization') === `Bearer ${accessToken}`)).toBe(true)
    expect(report.outcome).not.toBe('kept')
    expectNone([...textsOf(report), JSON.stringify(results)])
  })

  test('when it is a token that has just been issued', async () => {
    const { report } = await verifyAnswers(() =>
      grantedBoth({ [accessToken]: 1, [refreshToken]: 2, other: 3 }),
    )
    const [notes] = report.results.flatMap((result) => (result.notes.length > 0 ? [result.notes] : []))
    expect(notes?.map(({ at }) => at)).toEqual(['/body/[secret]', '/body/[secret]', '/body/other'])
  })
})

describe('B17 no error shows a secret', () => {
  const refusal = async (options: object) => {
    const base = { baseUrl: { 'https://login.shop.example': 'https://login.test' }, credentials }
    const error = await verify(shop, { ...base, ...options }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(SandboxError)
    return inspect(error, { showHidden: true, depth: Infinity })
  }

  test('of a secret function that fails or returns something else', async () => {
    const withSecret = (clientSecret: unknown) => ({ credentials: { client: { ...client, clientSecret } } })
    const failing = () => Promise.reject(new Error(client.clientSecret))
    expectNone([
      await refusal(withSecret(failing)),
      await refusal(withSecret(() => `\n${client.clientSecret}`)),
    ])
  })

  test('of a credential in a URL', async () => {
    const url = `https://a:${encodeURIComponent(client.clientSecret)}@login.test`
    expectNone([await refusal({ baseUrl: { 'https://login.shop.example': url } })])
  })

  test('of a credential with a line break', async () => {
    const withBreak = { user: { ...user, password: `${user.password}\r\n` } }
    expectNone([await refusal({ credentials: withBreak })])
  })
})

test('secret functions are asked once', async () => {
  let asked = 0
  const clientSecret = async () => {
    asked += 1
    return client.clientSecret
  }
  const { report } = await verifyAnswers(
    (one) => (isToken(one) && isGranted(one) ? granted() : new Response('')),
    {
      credentials: { ...credentials, client: { ...client, clientSecret } },
    },
  )
  expect(report.results.filter(({ case: name }) => name.startsWith('grant'))).toMatchObject([
    { outcome: 'kept' },
    { outcome: 'kept' },
  ])
  expect(asked).toBe(1)
})
