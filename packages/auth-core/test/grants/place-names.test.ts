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
