import { describe, expect, it } from 'vitest'
import { operationGrant } from '../../src/grants/operation-grant.ts'
import type { RequestPlace, TokenOperation } from '../../src/token-operation.ts'
import { clientId, clientSecret, stubbedSource, tokenUrl } from '../token-endpoint-stub.ts'

/** An operation that takes the client's credentials in these places. */
function operationWith(id: RequestPlace, secret: RequestPlace) {
  return {
    path: '/token',
    accept: 'application/json',
    contentType: 'application/json',
    client: { id, secret },
    grants: { keys: {} },
    token: { accessToken: '$response.body#/access_token' },
  } as const satisfies TokenOperation
}

const places: [RequestPlace, name: string][] = [
  ['$request.body#/api_key', 'apiKey'],
  ['$request.header.api-secret-key', 'apiSecretKey'],
  ['$request.header.X-Key', 'XKey'],
  ['$request.query.user.api_key', 'user.apiKey'],
  ['$request.query.key', 'key'],
]

describe('B21 errors call a credential what its document calls it', () => {
  it.each(places)('B21 %s is option "%s"', (place, name) => {
    const client = { tokenUrl, clientId, clientSecret }
    const named = expect.objectContaining({
      code: 'invalid_options',
      message: `Option "${name}" is missing or blank.`,
    })
    const other = '$request.body#/other'
    expect(() => operationGrant(operationWith(place, other), 'keys', { ...client, clientId: ' ' })).toThrow(
      named,
    )
    expect(() =>
      operationGrant(operationWith(other, place), 'keys', { ...client, clientSecret: ' ' }),
    ).toThrow(named)
  })

  it.each(places)('B21 %s is option "%s" also where a function returns it', async (place, name) => {
    const { source } = stubbedSource({
      grant: (common) =>
        operationGrant(operationWith('$request.body#/id', place), 'keys', {
          ...common,
          clientSecret: () => '',
        }),
    })
    await expect(source.getToken()).rejects.toThrow(`Option "${name}" is missing or blank.`)
  })
})

describe('B21 what no header can carry', () => {
  const operation = {
    ...operationWith('$request.header.X-Id', '$request.header.X-Key'),
    grants: {
      keys: {
        username: '$request.header.X-User',
        password: '$request.header.X-Password',
        scope: '$request.header.X-Scope',
      },
    },
  } as const
  const given = { tokenUrl, clientId, clientSecret, username: 'user', password: 'made-up' }
  const message = (name: string) =>
    `Option "${name}" has a character that no header can carry (Latin-1 only).`
  const options = [
    ['clientId', 'XId'],
    ['clientSecret', 'XKey'],
    ['username', 'username'],
    ['password', 'password'],
    ['scope', 'scope'],
  ] as const

  it.each(options)('B21 is refused at construction as option %s, called %s', (option, name) => {
    expect(() => operationGrant(operation, 'keys', { ...given, [option]: 'größe' })).not.toThrow()
    expect(() => operationGrant(operation, 'keys', { ...given, [option]: '秘密' })).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: message(name) }),
    )
  })

  it.each([
    ['clientSecret', 'XKey', (): string => '秘密'],
    ['password', 'password', async (): Promise<string> => '秘密'],
    ['scope', 'scope', ['秘', '密']],
  ] as const)('B21 is refused before a token call where %s becomes it later', async (option, name, value) => {
    const { source, calls } = stubbedSource({
      grant: (common) => operationGrant(operation, 'keys', { ...given, ...common, [option]: value }),
    })
    await expect(source.getToken()).rejects.toMatchObject({ code: 'invalid_options', message: message(name) })
    expect(calls).toEqual([])
  })

  it('B21 is taken where its place is no header', () => {
    const elsewhere = operationWith('$request.query.id', '$request.body#/key')
    const { username: _, password: __, ...client } = given
    const foreign = { clientId: '秘密', clientSecret: '秘密' }
    expect(() => operationGrant(elsewhere, 'keys', { ...client, ...foreign })).not.toThrow()
  })
})

describe('where the values go', () => {
  it('each credential into its place, and no body where none belongs there', async () => {
    const { source, calls } = stubbedSource({
      grant: (common) =>
        operationGrant(operationWith('$request.query.user.id', '$request.header.X-Secret'), 'keys', common),
    })
    await source.getToken()
    expect(calls[0]?.url).toBe(`${tokenUrl}?user.id=${clientId}`)
    expect(Object.fromEntries(calls[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-secret': clientSecret,
    })
    expect(calls[0]?.body).toBe('')
  })

  it('what is not given is not sent, wherever it would go', async () => {
    for (const scope of [
      '$request.query.scope',
      '$request.header.X-Scope',
      '$request.body#/scope',
    ] as const) {
      const operation = {
        ...operationWith('$request.body#/id', '$request.body#/secret'),
        grants: { keys: { scope } },
      }
      const { source, calls } = stubbedSource({
        grant: (common) => operationGrant(operation, 'keys', common),
      })
      await source.getToken()
      expect(calls[0]?.url).toBe(tokenUrl)
      expect(calls[0]?.headers.has('x-scope')).toBe(false)
      expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ id: clientId, secret: clientSecret })
    }
  })
})
