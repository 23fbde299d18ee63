import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../src/grants/operation-answer.ts'
import type { ResponsePlace } from '../../src/token-operation.ts'
import { listen } from '../recording-server.ts'
import { tokenUrl } from '../token-endpoint-stub.ts'

const request = { url: tokenUrl, headers: {}, secrets: [] }

function readFrom(accessToken: ResponsePlace, body: unknown, headers = new Headers()) {
  const operation = { path: '', accept: '', client: 'basic', grants: {}, token: { accessToken } } as const
  return readAnswer(operation, { status: 201, headers, body }, request)
}

describe('where the token comes out', () => {
  it.each<[ResponsePlace, unknown, Record<string, string>]>([
    ['$response.body#/access_token', { access_token: 'made-up' }, { access_token: 'another' }],
    ['$response.header.gn-access-token', { 'gn-access-token': 'another' }, { 'gn-access-token': 'made-up' }],
    ['$response.header.X-Token', undefined, { 'x-token': 'made-up' }],
    ['$response.body#/auth.token', { 'auth.token': 'made-up', token: 'another' }, {}],
  ])('%s', (place, body, headers) => {
    expect(readFrom(place, body, new Headers(headers))).toEqual({ accessToken: 'made-up' })
  })

  it.each<[string, ResponsePlace, unknown]>([
    ['null', '$response.body#/access_token', null],
    ['no JSON', '$response.body#/access_token', undefined],
    ['text', '$response.body#/access_token', 'access_token'],
    ['without the member', '$response.body#/access_token', {}],
    ['without the header', '$response.header.X-Token', { 'X-Token': 'another' }],
  ])('B20 an answer that is %s has no access token, and says so with its status', (_, place, body) => {
    expect(() => readFrom(place, body)).toThrow(
      expect.objectContaining({
        code: 'malformed_token_response',
        message: `Token endpoint ${tokenUrl} answered 201: it has no access token.`,
        response: { status: 201 },
      }),
    )
  })

  it('B20 blanks behind the header, which a real answer has, are none of the token', async () => {
    const origin = await listen((_, response) => response.writeHead(201, { 'x-token': 'made-up \t' }).end())
    const { headers } = await fetch(origin)
    expect(headers.get('x-token')).toBe('made-up \t')
    expect(readFrom('$response.header.X-Token', undefined, headers)).toEqual({ accessToken: 'made-up' })
  })

  it('B20 what no place is named for is not read, not even from a member without a name', () => {
    const body = { access_token: 'made-up', '': 60, expires_in: 60, scope: 'a', refresh_token: 'r' }
    expect(readFrom('$response.body#/access_token', body)).toEqual({ accessToken: 'made-up' })
  })
})
