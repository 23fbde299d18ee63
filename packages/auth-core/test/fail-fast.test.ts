import { describe, expect, it } from 'vitest'
import type { LatchkeyError } from '../src/errors.ts'
import { defineGrant } from '../src/grants/define-grant.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import { type Answer, issue, outcomeOf, refuse, stubbedSource, tokenUrl } from './token-endpoint-stub.ts'

const grantOf: Record<string, Parameters<typeof stubbedSource>[0]> = {
  'client credentials': {},
  password: {
    grant: (common) => password({ ...common, username: 'made-up-user', password: 'made-up-password' }),
  },
  'a documented status': {
    grant: ({ fetch }) =>
      defineGrant({
        identity: [],
        request: () => ({
          url: tokenUrl,
          headers: {},
          secrets: [],
          fetch,
          errors: { 412: 'client_rejected' },
        }),
        read: () => ({ accessToken: 'never' }),
      }),
  },
}

describe('B07 fail fast', () => {
  it.each<[string, Answer, string, string?]>([
    ['invalid_client', () => refuse(401, 'invalid_client'), 'client_rejected'],
    ['invalid_client with 400', () => refuse(400, 'invalid_client'), 'client_rejected'],
    ['unauthorized_client', () => refuse(400, 'unauthorized_client'), 'client_rejected'],
    ['invalid_grant of a password', () => refuse(400, 'invalid_grant'), 'grant_rejected', 'password'],
    ['invalid_grant with 401', () => refuse(401, 'invalid_grant'), 'grant_rejected', 'password'],
    ['invalid_scope', () => refuse(400, 'invalid_scope'), 'grant_rejected'],
    ['unsupported_grant_type', () => refuse(400, 'unsupported_grant_type'), 'grant_rejected'],
    ['what a document marks', () => refuse(412), 'client_rejected', 'a documented status'],
    ['401 without a body', () => refuse(401), 'client_rejected'],
    ['403 without a body', () => refuse(403), 'client_rejected'],
    ['401 with HTML', () => new Response('<html>', { status: 401 }), 'client_rejected'],
    ['401 with 2 MiB', () => new Response('x'.repeat(2 ** 21), { status: 401 }), 'client_rejected'],
    ['403 that breaks off', () => new Response(brokenBody('{"error":'), { status: 403 }), 'client_rejected'],
    ['404', () => refuse(404), 'grant_rejected'],
    [
      'a redirect',
      () => refuse(302, undefined, { location: 'https://elsewhere.example/' }),
      'token_endpoint_redirect',
    ],
    ['an error named like a member of every object', () => refuse(400, 'constructor'), 'grant_rejected'],
  ])(
    'B07 %s: 50 requests make 1 token call, each gets a typed error at once',
    async (_, answer, code, grant = '') => {
      const { source, calls, clock } = stubbedSource({ ...grantOf[grant], answer })
      for (let request = 0; request < 50; request++) {
        await expect(source.getToken()).rejects.toMatchObject({ name: 'LatchkeyError', code })
        await clock.advance(100)
      }
      expect(calls).toHaveLength(1)
    },
  )

  it('B07 the cool-down is 30 s, doubling to 5 min, then one probe for all', async () => {
    const { source, calls, clock } = stubbedSource({ answer: () => refuse(401, 'invalid_client') })
    await outcomeOf(source.getToken())
    for (const coolDownMs of [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]) {
      const before = calls.length
      await clock.advance(coolDownMs - 1)
      await outcomeOf(source.getToken())
      expect(calls.length).toBe(before)
      await clock.advance(1)
      await Promise.all([source.getToken(), source.getToken({ forceRefresh: true })].map(outcomeOf))
      expect(calls.length).toBe(before + 1)
    }
  })

  it('B07 coolDownMs is yours to set, doubling to ten times that', async () => {
    const { source, calls, clock } = stubbedSource({ coolDownMs: 1_000, answer: () => refuse(401) })
    for (let second = 0; second < 60; second++) {
      await outcomeOf(source.getToken())
      await clock.advance(1_000)
    }
    expect(calls.map(({ at }) => at / 1_000)).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55])
  })

  it('B07 a success ends the cool-down and its doubling', async () => {
    const { source, calls, clock, endpoint } = stubbedSource({ answer: () => refuse(401) })
    await outcomeOf(source.getToken())
    await clock.advance(30_000)
    endpoint.answer = (_, number) => issue(number, { expires_in: 0 })
    await source.getToken()
    endpoint.answer = () => refuse(401)
    await outcomeOf(source.getToken())
    await clock.advance(30_000)
    await outcomeOf(source.getToken())
    expect(calls).toHaveLength(4)
  })

  it('B07 a Retry-After does not count as a refusal', async () => {
    const { source, clock, calls, endpoint } = stubbedSource({
      answer: () => refuse(503, undefined, { 'retry-after': '300' }),
    })
    await outcomeOf(source.getToken())
    await clock.advance(300_000)
    endpoint.answer = () => refuse(401)
    await outcomeOf(source.getToken())
    await clock.advance(30_000)
    await outcomeOf(source.getToken())
    expect(calls).toHaveLength(3)
  })

  it('B07 the refusal of one subject is not another one’s', async () => {
    const { source, calls } = stubbedSource({
      answer: () => refuse(400, 'invalid_grant'),
      grant: ({ fetch }) => ({
        identity: () => [],
        async requestToken({ exchange }) {
          await exchange({ url: tokenUrl, headers: {}, secrets: [], fetch })
          return { accessToken: 'never' }
        },
      }),
    })
    for (const subject of ['a', 'a', 'b', 'b', 'a']) await outcomeOf(source.getToken({ subject }))
    expect(calls).toHaveLength(2)
  })

  it.each<[string, Answer]>([
    ['503', () => refuse(503)],
    ['a network error', () => new Error('down')],
    ['an answer without a token', () => Response.json({})],
  ])('B07 %s is not remembered: the next request tries again', async (_, answer) => {
    const { source, endpoint, clock } = stubbedSource({ answer })
    const failed = outcomeOf(source.getToken())
    await clock.advance(30_000)
    expect(await failed).toBeInstanceOf(Error)
    endpoint.answer = (_call, number) => issue(number)
    await expect(source.getToken()).resolves.toBeDefined()
  })
})

describe('B07 changed credentials', () => {
  it('B07 a changed secret clears the refusal', async () => {
    let secret = 'old-secret'
    const answer: Answer = ({ headers }, number) =>
      headers.get('authorization')?.endsWith(btoa('made-up-client:new-secret')) ? issue(number) : refuse(401)
    const { source, calls, clock } = stubbedSource({ answer, client: { clientSecret: () => secret } })
    await outcomeOf(source.getToken())
    await clock.advance(5_000)
    await expect(source.getToken()).rejects.toMatchObject({ code: 'client_rejected' })
    secret = 'new-secret'
    await clock.advance(1_000)
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-2' })
    expect(calls).toHaveLength(2)
  })

  it('B07 who comes while the new secret is asked for is served as well', async () => {
    let secret = 'old-secret'
    let wake = () => {}
    const vault = async () => {
      if (secret === 'new-secret') await new Promise<void>((resolve) => (wake = resolve))
      return secret
    }
    const { source, clock, endpoint } = stubbedSource({
      answer: () => refuse(401),
      client: { clientSecret: vault },
    })
    await outcomeOf(source.getToken())
    endpoint.answer = (_, number) => issue(number)
    secret = 'new-secret'
    await clock.advance(1_000)
    const first = outcomeOf(source.getToken())
    await clock.advance(100)
    const second = outcomeOf(source.getToken())
    wake()
    expect(await Promise.all([first, second])).toMatchObject([
      { accessToken: 'token-2' },
      { accessToken: 'token-2' },
    ])
  })

  it('B07 a secret function is asked at most once a second in the cool-down, never while a token is cached', async () => {
    let asked = 0
    const clientSecret = () => {
      asked++
      return 'made-up-secret'
    }
    const { source, clock, endpoint } = stubbedSource({ answer: () => refuse(401), client: { clientSecret } })
    for (let request = 0; request < 100; request++) {
      await outcomeOf(source.getToken())
      await clock.advance(100)
    }
    expect(asked).toBe(10)
    endpoint.answer = (_, number) => issue(number)
    await clock.advance(30_000)
    await source.getToken()
    asked = 0
    for (let request = 0; request < 100; request++) await source.getToken()
    expect(asked).toBe(0)
  })

  it('B07 what a secret function throws reaches the caller, without a token call, and is not remembered', async () => {
    const error = new Error('the vault is sealed')
    let sealed = true
    const clientSecret = async () => {
      if (sealed) throw error
      return 'made-up-secret'
    }
    const { source, calls } = stubbedSource({ client: { clientSecret } })
    await expect(source.getToken()).rejects.toBe(error)
    expect(calls).toHaveLength(0)
    sealed = false
    await expect(source.getToken()).resolves.toBeDefined()
  })

  it('B08 a changed secret does not shorten the time that the server asks us to wait', async () => {
    let asked = 0
    const { source, calls, clock } = stubbedSource({
      client: { clientSecret: () => `signed-${++asked}` },
      answer: () => refuse(429, undefined, { 'retry-after': '120' }),
    })
    for (let second = 0; second < 60; second++) {
      await expect(source.getToken()).rejects.toMatchObject({ code: 'token_endpoint_unavailable' })
      await clock.advance(1_000)
    }
    expect(calls).toHaveLength(1)
  })

  it.each<[string, Answer]>([
    ['B07 a refusal', () => refuse(401, 'invalid_client')],
    ['B08 a time to wait', () => refuse(429, undefined, { 'retry-after': '120' })],
  ])('%s is remembered although the password, which was not needed, cannot be had', async (_, answer) => {
    let isSealed = false
    const vault = async () => {
      if (isSealed) throw new Error('the vault is sealed')
      return 'made-up-password'
    }
    const { source, calls, clock, endpoint } = stubbedSource({
      grant: (common) => refreshToken({ initial: password({ ...common, username: 'u', password: vault }) }),
      answer: (_, number) => issue(number, { refresh_token: `refresh-${number}` }),
    })
    await source.getToken()
    await clock.advance(3_600_000)
    isSealed = true
    endpoint.answer = answer
    for (let request = 0; request < 50; request++) await outcomeOf(source.getToken())
    expect(calls).toHaveLength(2)
  })

  it.each<[string, Answer]>([
    ['B07 a refusal', () => refuse(401, 'invalid_client')],
    ['B08 a time to wait', () => refuse(429, undefined, { 'retry-after': '3600' })],
  ])('%s does not hide the token that another process has brought since', async (_, answer) => {
    const store = createMemoryStore()
    const refused = stubbedSource({ store, answer })
    await outcomeOf(refused.source.getToken())
    await stubbedSource({ store }).source.getToken()
    await refused.clock.advance(1_000)
    expect(await refused.source.getToken()).toMatchObject({ accessToken: 'token-1' })
    expect(refused.calls).toHaveLength(1)
  })

  it('B07 a rotated secret leaves a valid token in use', async () => {
    let secret = 'old-secret'
    const { source, calls } = stubbedSource({ client: { clientSecret: () => secret } })
    const token = await source.getToken()
    secret = 'new-secret'
    expect(await source.getToken()).toBe(token)
    expect(calls).toHaveLength(1)
  })

  it('B07 the error is the one that the server caused', async () => {
    const { source } = stubbedSource({ answer: () => refuse(400, 'invalid_scope') })
    const first = (await outcomeOf(source.getToken())) as LatchkeyError
    const second = (await outcomeOf(source.getToken())) as LatchkeyError
    expect(second.response).toEqual({ status: 400, error: 'invalid_scope' })
    expect(second).toBe(first)
  })
})

function brokenBody(start: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
    pull: (controller) => controller.error(new Error('closed half-way')),
  })
}
