import { afterEach, describe, expect, it, vi } from 'vitest'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { operationGrant } from '../../src/grants/operation-grant.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import {
  clientId,
  clientSecret,
  type StubbedSourceOptions,
  stubbedSource,
  tokenUrl,
} from '../token-endpoint-stub.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const client = { tokenUrl, clientId, clientSecret }
const user = { username: 'made-up-user', password: 'made-up-password' }
const operation = {
  path: '/login',
  accept: 'application/vnd.example+json',
  client: 'basic',
  grants: {
    login: { subject: '$request.header.X-User' },
    by_query: { grantType: '$request.query.grant_type' },
  },
  token: { accessToken: '$response.body#/access_token' },
} as const

describe('what goes on the wire', () => {
  it('sends client credentials as RFC 6749 4.4 has them', async () => {
    const { source, calls } = stubbedSource({ client: { scope: ['read', 'write'] } })
    await source.getToken()
    expect(calls[0]).toMatchObject({ url: tokenUrl, method: 'POST', redirect: 'manual' })
    expect(calls[0]?.fields).toEqual({ grant_type: 'client_credentials', scope: 'read write' })
    expect(Object.fromEntries(calls[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    })
  })

  it.each(['a&b=c', 'a+b', '100%', 'ä ö', '秘密', 'a/b?c#d', '"\'\\', '😀'])(
    'encodes %s so that a form decoder reads it back',
    async (value) => {
      const { source, calls } = stubbedSource({
        grant: (common) =>
          password({
            ...common,
            username: value,
            password: value,
            clientSecret: value,
            clientAuthentication: 'client_secret_post',
            parameters: { [value]: value, absent: undefined },
          }),
      })
      await source.getToken()
      const { grant_type: _, client_id: __, ...rest } = calls[0]?.fields ?? {}
      expect(rest).toEqual({ username: value, password: value, client_secret: value, [value]: value })
      expect(calls[0]?.headers.has('authorization')).toBe(false)
    },
  )

  it('writes JSON where asked to, and leaves out what is absent', async () => {
    const { source, calls } = stubbedSource({
      client: {
        encoding: 'json',
        clientAuthentication: 'client_secret_post',
        parameters: { audience: 'a', b: undefined },
      },
    })
    await source.getToken()
    expect(calls[0]?.headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: 'a',
    })
  })

  it('puts a subject into its header, and sends no body where the operation takes none', async () => {
    const { source, calls } = stubbedSource({ grant: (common) => operationGrant(operation, 'login', common) })
    await source.getToken({ subject: 'käthe' })
    expect(calls[0]?.headers.get('x-user')).toBe('käthe')
    expect(calls[0]?.headers.get('accept')).toBe(operation.accept)
    expect([calls[0]?.body, calls[0]?.headers.get('content-type')]).toEqual(['', null])
  })

  it('puts a grant type into the query beside what stands there', async () => {
    const { source, calls } = stubbedSource({
      grant: (common) =>
        operationGrant(operation, 'by_query', { ...common, tokenUrl: `${tokenUrl}?tenant=a%20b` }),
    })
    await source.getToken()
    expect([...new URL(calls[0]?.url ?? '').searchParams]).toEqual([
      ['tenant', 'a b'],
      ['grant_type', 'by_query'],
    ])
  })

  it.each<[string, string | undefined, string]>([
    ['none', undefined, 'say to whom'],
    ['an empty one', '', '"subject"'],
    ['one with CR/LF', 'a\r\nx-evil: 1', '"subject"'],
    ['one that no header carries', '秘密', '"subject"'],
    ['one with outer blanks', ' a', '"subject"'],
  ])('B21 refuses %s where the grant needs a subject', async (_, subject, said) => {
    const { source, calls } = stubbedSource({ grant: (common) => operationGrant(operation, 'login', common) })
    await expect(source.getToken({ subject })).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining(said),
    })
    expect(calls).toHaveLength(0)
  })

  it('B21 refuses a subject where the grant takes none', async () => {
    const { source, calls } = stubbedSource()
    await expect(source.getToken({ subject: 'a' })).rejects.toMatchObject({
      code: 'invalid_options',
      message:
        'Each token of this grant belongs to the user or client that it is made for: as(...) and getToken({ subject }) can choose no other.',
    })
    expect(calls).toHaveLength(0)
  })
})

const grants: [string, (options: object) => unknown][] = [
  ['clientCredentials', (options) => clientCredentials({ ...client, ...options })],
  ['password', (options) => password({ ...client, ...user, ...options })],
  ['refreshToken', (options) => refreshToken({ ...client, refreshToken: 'seed', subject: 'u', ...options })],
  ['operationGrant', (options) => operationGrant(operation, 'login', { ...client, ...options })],
]

describe.each(grants)('%s', (_name, make) => {
  it.each<[string, unknown, string]>([
    ['tokenUrl', undefined, 'invalid_options'],
    ['tokenUrl', '', 'invalid_options'],
    ['tokenUrl', '/token', 'invalid_options'],
    ['tokenUrl', new URL(tokenUrl), 'invalid_options'],
    ['tokenUrl', 'https://user:made-up@id.example/token', 'invalid_options'],
    ['tokenUrl', 'http://id.example/token', 'insecure_url'],
    ['tokenUrl', 'http://localhost.evil.test/token', 'insecure_url'],
    ['tokenUrl', 'http://127.0.0.1.evil.test/token', 'insecure_url'],
    ['tokenUrl', 'file:///token', 'insecure_url'],
    ['clientId', undefined, 'invalid_options'],
    ['clientId', ' ', 'invalid_options'],
    ['clientId', 'a\r\nb', 'invalid_options'],
    ['clientSecret', undefined, 'invalid_options'],
    ['clientSecret', '', 'invalid_options'],
    ['clientSecret', 'made-up\n', 'invalid_options'],
    ['fetch', 'fetch', 'invalid_options'],
    ['allowInsecureHttp', 'false', 'invalid_options'],
    ['dangerouslyAllowBrowser', 'no', 'invalid_options'],
    ['clientSecrets', 'misspelt', 'invalid_options'],
  ])('B16 B21 refuses %s %s: %s', (option, value, code) => {
    expect(() => make({ [option]: value })).toThrow(
      expect.objectContaining({
        name: 'LatchkeyError',
        code,
        message: expect.stringContaining(`"${option}"`),
      }),
    )
  })

  it.each(['http://localhost/t', 'http://a.localhost:8080/t', 'http://127.1.2.3/t', 'http://[::1]:1/t'])(
    'B16 takes plain http on loopback: %s',
    (url) => {
      expect(() => make({ tokenUrl: url })).not.toThrow()
    },
  )

  it('B16 takes plain http where it is asked for by name', () => {
    expect(() => make({ tokenUrl: 'http://id.example/t', allowInsecureHttp: true })).not.toThrow()
  })

  it('B18 refuses a secret in a browser, unless allowed by name', () => {
    vi.stubGlobal('window', { document: {} })
    expect(() => make({})).toThrow(expect.objectContaining({ code: 'browser_forbidden' }))
    expect(() => make({ dangerouslyAllowBrowser: true })).not.toThrow()
  })
})

describe('B21 options of one grant', () => {
  const blank = () => ' '
  it.each<[string, StubbedSourceOptions['grant']]>([
    ['clientSecret', (common) => clientCredentials({ ...common, clientSecret: blank })],
    ['password', (common) => password({ ...common, ...user, password: blank })],
    ['refreshToken', (common) => refreshToken({ ...common, refreshToken: blank, subject: 'u' })],
  ])('B21 refuses a blank %s by name when its function returns it', async (option, grant) => {
    const { source, calls } = stubbedSource({ grant })
    await expect(source.getToken()).rejects.toMatchObject({
      code: 'invalid_options',
      message: `Option "${option}" is missing or blank.`,
    })
    expect(calls).toHaveLength(0)
  })

  it.each<[string, () => unknown]>([
    ['scope', () => clientCredentials({ ...client, scope: '' })],
    ['scope', () => clientCredentials({ ...client, scope: [] })],
    ['scope', () => clientCredentials({ ...client, scope: 'a\nb' })],
    ['scope', () => clientCredentials({ ...client, scope: 5 as never })],
    ['scope', () => clientCredentials({ ...client, scope: null as never })],
    ['clientAuthentication', () => clientCredentials({ ...client, clientAuthentication: 'none' as never })],
    ['encoding', () => clientCredentials({ ...client, encoding: 'xml' as never })],
    ['username', () => password({ ...client, ...user, username: '' })],
    ['password', () => password({ ...client, ...user, password: ' ' })],
    ['username', () => clientCredentials({ ...client, username: 'u' } as never)],
    ['scope', () => operationGrant(operation, 'login', { ...client, scope: 'a' } as never)],
    ['clientId', () => operationGrant(operation, 'login', { ...client, clientId: 'a:b' })],
  ])('B21 refuses %s', (option, make) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(`"${option}"`) }),
    )
  })
})
