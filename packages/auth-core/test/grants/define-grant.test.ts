import { describe, expect, it } from 'vitest'
import { LatchkeyError } from '../../src/errors.ts'
import { defineGrant } from '../../src/grants/define-grant.ts'
import { issue, stubbedSource, tokenUrl } from '../token-endpoint-stub.ts'

const read = () => ({ accessToken: 'read' })

describe('defineGrant', () => {
  it('writes the request, resolves its secrets, and reads the answer beside the request', async () => {
    const seen: unknown[] = []
    const { source, calls } = stubbedSource({
      grant: ({ fetch }) =>
        defineGrant({
          identity: () => ['key'],
          async request({ resolve, subject }) {
            const key = await resolve('apiKey', () => 'made-up-key')
            return { url: tokenUrl, headers: { 'x-key': key }, body: `for ${subject}`, secrets: [key], fetch }
          },
          read(answer, request) {
            seen.push(answer.status, answer.body, request.body)
            return { accessToken: 'read', lifetimeMs: 60_000 }
          },
        }),
      answer: () => issue(1, { token_type: undefined, expires_in: undefined }),
    })
    expect(await source.getToken({ subject: 'a' })).toMatchObject({ accessToken: 'read' })
    expect(calls[0]?.headers.get('x-key')).toBe('made-up-key')
    expect(seen).toEqual([200, { access_token: 'token-1' }, 'for a'])
  })

  it('B16 refuses a token request by plain http, unless allowed by name', async () => {
    const insecure = {
      identity: [],
      read,
      request: () => ({ url: 'http://id.example/', headers: {}, secrets: [] }),
    }
    const context = {
      resolve: async () => '',
      exchange: async () => ({ status: 200, headers: new Headers(), body: {} }),
    }
    await expect(defineGrant(insecure).requestToken(context)).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining('"url"'),
    })
    await expect(
      defineGrant({ ...insecure, allowInsecureHttp: true }).requestToken(context),
    ).resolves.toBeDefined()
  })

  const request = () => ({ url: tokenUrl, headers: {}, secrets: [] })
  it.each([
    ['Option "identity" must be an array, or a function that returns one.', { request, read }],
    ['Option "request" must be a function.', { identity: [], read }],
    ['Option "read" must be a function.', { identity: [], request }],
    [
      'Option "allowInsecureHttp" must be one of true, false.',
      { identity: [], request, read, allowInsecureHttp: 'false' },
    ],
    ['defineGrant has no option "reed"', { identity: [], request, read, reed: read }],
  ])('B21 says: %s', (message, definition) => {
    expect(() => defineGrant(definition as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(message) }),
    )
  })

  const failure = new LatchkeyError('login_required', 'The user has left.')
  const malformed = (problem: string) => ({
    code: 'malformed_token_response',
    message: `Token endpoint ${tokenUrl} answered 200: it ${problem}.`,
    response: { status: 200 },
  })
  it.each<[string, () => never, object]>([
    [
      'an Error is an answer that cannot be read, by the name of the error',
      () => {
        throw new RangeError('confidential')
      },
      malformed('has an answer that this grant cannot read (RangeError)'),
    ],
    [
      'anything else the same, by its type',
      () => {
        throw 'confidential'
      },
      malformed('has an answer that this grant cannot read (string)'),
    ],
    [
      'an error of ours is passed on as it is',
      () => {
        throw failure
      },
      failure,
    ],
    ['nothing at all has no access token', () => undefined as never, malformed('has no access token')],
  ])('B20 what `read` throws: %s', async (_, throwing, expected) => {
    const { source } = stubbedSource({
      grant: ({ fetch }) =>
        defineGrant({ identity: [], request: () => ({ ...request(), fetch }), read: throwing }),
    })
    await expect(source.getToken()).rejects.toMatchObject(expected)
  })
})
