import { describe, expect, it } from 'vitest'
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
    await expect(defineGrant(insecure).requestToken(context)).rejects.toMatchObject({ code: 'insecure_url' })
    await expect(
      defineGrant({ ...insecure, allowInsecureHttp: true }).requestToken(context),
    ).resolves.toBeDefined()
  })

  const request = () => ({ url: tokenUrl, headers: {}, secrets: [] })
  it.each([
    ['identity', { request, read }],
    ['request', { identity: [], read }],
    ['read', { identity: [], request }],
    ['reed', { identity: [], request, read, reed: read }],
  ])('B21 refuses an unusable %s', (option, definition) => {
    expect(() => defineGrant(definition as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(`"${option}"`) }),
    )
  })
})
