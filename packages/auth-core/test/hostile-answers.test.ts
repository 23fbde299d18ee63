import { describe, expect, it } from 'vitest'
import { operationGrant } from '../src/grants/operation-grant.ts'
import { issue, outcomeOf, type StubbedSourceOptions, stubbedSource } from './token-endpoint-stub.ts'

// Each answer has one defined result: accepted with a stated lifetime, or a typed error after which nothing is cached.

const YEAR_MS = 365 * 86_400_000
const MIB = 1024 * 1024
const encode = (text: string) => new TextEncoder().encode(text)
const answered = (members: Record<string, unknown>) => () => issue(1, members)
const text =
  (body: string, type = 'application/json') =>
  () =>
    new Response(body, { headers: { 'content-type': type } })
type Step = (controller: ReadableStreamDefaultController<Uint8Array>) => void
const streamed = (steps: { start?: Step; pull?: Step }) => () => new Response(new ReadableStream(steps))

describe('B20 hostile answers that are accepted', () => {
  it.each<[string, () => Response, number | undefined | 'not kept']>([
    ['expires_in absent', answered({ expires_in: undefined }), undefined],
    ['expires_in null', answered({ expires_in: null }), undefined],
    ['expires_in 0', answered({ expires_in: 0 }), 'not kept'],
    ['expires_in negative', answered({ expires_in: -5 }), 'not kept'],
    ['expires_in a float', answered({ expires_in: 60.5 }), 60_500],
    ['expires_in a numeric string', answered({ expires_in: '300' }), 300_000],
    ['expires_in a blank string', answered({ expires_in: ' ' }), undefined],
    ['expires_in no number', answered({ expires_in: 'soon' }), undefined],
    ['expires_in an object', answered({ expires_in: { seconds: 60 } }), undefined],
    ['expires_in a list', answered({ expires_in: [60] }), undefined],
    ['expires_in a boolean', answered({ expires_in: true }), undefined],
    ['expires_in huge', answered({ expires_in: 1e300 }), YEAR_MS],
    ['expires_in beyond all numbers', text('{"access_token":"token-1","expires_in":1e999}'), YEAR_MS],
    ['token_type absent', answered({ token_type: undefined }), 3_600_000],
    ['token_type in capitals', answered({ token_type: 'BEARER' }), 3_600_000],
    ['a byte order mark', text('\ufeff{"access_token":"token-1","expires_in":60}'), 60_000],
    ['another content type', text('{"access_token":"token-1","expires_in":60}', 'text/html'), 60_000],
    ['scope no string', answered({ scope: ['a'] }), 3_600_000],
    ['exactly 1 MiB', text('{"access_token":"token-1","expires_in":60}'.padEnd(MIB)), 60_000],
  ])('B20 %s', async (_, answer, lifetimeMs) => {
    const { source, clock, calls } = stubbedSource({ answer })
    const token = await source.getToken()
    expect(token.accessToken).toBe('token-1')
    if (lifetimeMs === 'not kept') {
      expect(source.peek()).toBeUndefined()
      await source.getToken()
      expect(calls).toHaveLength(2)
    } else {
      expect(token.expiresAt).toBe(lifetimeMs === undefined ? undefined : clock.now() + lifetimeMs)
      expect(source.peek()).toBe(token)
    }
  })
})

describe('B20 hostile answers that are refused', () => {
  it.each<[string, () => Response]>([
    ['HTML', text('<html>Sign in</html>', 'text/html')],
    ['an empty body', text('')],
    ['no body at all', () => new Response(null, { status: 204 })],
    ['truncated JSON', text('{"access_token":"token-1"')],
    ['a JSON array', text('["token-1"]')],
    ['a JSON string', text('"token-1"')],
    ['JSON null', text('null')],
    ['a token in an inner object', text('{"data":{"access_token":"token-1"}}')],
    ['an error with status 200', text('{"error":"invalid_client"}')],
    ['access_token missing', answered({ access_token: undefined })],
    ['access_token null', answered({ access_token: null })],
    ['access_token empty', answered({ access_token: '' })],
    ['access_token a number', answered({ access_token: 42 })],
    ['access_token a list', answered({ access_token: ['token-1'] })],
    ['access_token with CR/LF', answered({ access_token: 'token\r\nx-evil: 1' })],
    ['access_token with NUL', answered({ access_token: 'token\0' })],
    ['access_token with a blank', answered({ access_token: 'to ken' })],
    ['access_token beyond ASCII', answered({ access_token: 'tokén' })],
    ['token_type mac', answered({ token_type: 'mac' })],
    ['token_type DPoP', answered({ token_type: 'DPoP' })],
    ['token_type a number', answered({ token_type: 1 })],
    ['more than 1 MiB', text('{"access_token":"token-1"}'.padEnd(MIB + 1))],
    ['no end', streamed({ pull: (controller) => controller.enqueue(encode(' '.repeat(65_536))) })],
  ])('B20 %s', async (_, answer) => {
    const { source, calls, endpoint } = stubbedSource({ answer })
    await expect(source.getToken()).rejects.toMatchObject({
      code: 'malformed_token_response',
      message: expect.stringMatching(
        /^Token endpoint https:\/\/id\.example\/token answered 20[04]: it [a-zA-Z0-9 ]+\.$/,
      ),
    })
    expect(calls).toHaveLength(1)
    expect(source.peek()).toBeUndefined()
    endpoint.answer = (_call, number) => issue(number)
    expect((await source.getToken()).accessToken).toBe('token-2')
  })

  it.each<[string, () => Response]>([
    ['closed half-way', streamed({ pull: (controller) => controller.error(new Error('closed')) })],
    ['begun and never ended', streamed({ start: (controller) => controller.enqueue(encode('{')) })],
    ['a body that never begins', streamed({})],
  ])('B20 %s: tried again, then an error that names endpoint and status', async (_, answer) => {
    const { source, clock } = stubbedSource({ answer })
    const failed = outcomeOf(source.getToken())
    await clock.advance(30_000)
    expect(await failed).toMatchObject({
      code: 'token_endpoint_unavailable',
      response: { status: 200 },
      message: expect.stringContaining('https://id.example/token answered 200'),
    })
    expect(source.peek()).toBeUndefined()
  })

  const headerGrant: StubbedSourceOptions['grant'] = ({ fetch }) =>
    operationGrant(
      {
        path: '/auth',
        accept: 'application/json',
        contentType: 'application/json',
        client: { id: '$request.body#/key', secret: '$request.body#/secret' },
        grants: { api_key: {} },
        token: { accessToken: '$response.header.x-token' },
      },
      'api_key',
      { tokenUrl: 'https://id.example/auth', clientId: 'key', clientSecret: 'secret', fetch },
    )
  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['empty', { 'x-token': '' }],
    ['twice', { 'x-token': 'one, two' }],
  ])('B20 a token header that is %s', async (_, headers) => {
    const { source, endpoint } = stubbedSource({
      grant: headerGrant,
      answer: () => Response.json({ access_token: 'in the wrong place' }, { headers }),
    })
    await expect(source.getToken()).rejects.toMatchObject({
      code: 'malformed_token_response',
      message: expect.stringContaining('https://id.example/auth answered 200'),
    })
    expect(source.peek()).toBeUndefined()
    endpoint.answer = () => new Response(null, { headers: { 'x-token': 'token-1' } })
    expect(await source.getToken()).toEqual({ accessToken: 'token-1', tokenType: 'Bearer' })
  })
})
