import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createTokenSource } from '../src/token-source.ts'
import {
  type Answer,
  clientId,
  clientSecret,
  hang,
  issue,
  outcomeOf,
  refuse,
  stubbedSource,
  tokenUrl,
} from './token-endpoint-stub.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const once =
  (answer: Answer): Answer =>
  (call, number) =>
    number === 1 ? answer(call, number) : issue(number)

function brokenAt(text: string): Response {
  const chunks = [new TextEncoder().encode(text)]
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.error(new Error('closed half-way'))
        else controller.enqueue(chunk)
      },
    }),
  )
}

describe('B08 retry of the token call', () => {
  it.each<[string, Answer]>([
    ['a network error', () => new TypeError('fetch failed')],
    ['408', () => refuse(408)],
    ['429', () => refuse(429)],
    ['500', () => refuse(500)],
    ['502 with HTML', () => new Response('<html>', { status: 502 })],
    ['503', () => refuse(503)],
    ['504', () => refuse(504)],
    ['503 that says invalid_client', () => refuse(503, 'invalid_client')],
    ['a success that breaks off', () => brokenAt('{"access_token":"to')],
  ])('B08 %s is tried again', async (_, answer) => {
    const { source, clock, calls } = stubbedSource({ answer: once(answer) })
    const token = source.getToken()
    await clock.advance(500)
    expect((await token).accessToken).toBe('token-2')
    expect(calls.map(({ at }) => at)).toEqual([0, 500])
  })

  it.each([400, 401, 402, 403, 404, 405, 409, 410, 412, 415, 422, 451])('B08 %d never', async (status) => {
    const { source, calls } = stubbedSource({ answer: once(() => refuse(status)) })
    await expect(source.getToken()).rejects.toMatchObject({ response: { status } })
    expect(calls).toHaveLength(1)
  })

  it('B08 waits grow to 1 s, then to a quarter of the outage, inside a budget of 30 s', async () => {
    const { source, clock, calls } = stubbedSource({ answer: () => refuse(503) })
    const failed = outcomeOf(source.getToken())
    await clock.advance(30_000)
    expect(await failed).toMatchObject({ code: 'token_endpoint_unavailable', response: { status: 503 } })
    expect(calls.map(({ at }) => Math.round(at))).toEqual([
      0, 500, 1_500, 2_500, 3_500, 4_500, 5_625, 7_031, 8_789, 10_986, 13_733, 17_166, 21_458, 26_822,
    ])
  })

  it('B08 the jitter is full', async () => {
    const random = vi.spyOn(Math, 'random')
    for (const draw of [0, 0.25, 0.75]) {
      random.mockReturnValue(draw)
      const { source, clock, calls } = stubbedSource({ answer: once(() => refuse(503)) })
      const token = source.getToken()
      await clock.advance(500)
      await token
      expect(calls[1]?.at).toBe(500 * draw)
    }
  })

  it('B08 an attempt ends after 10 s, the call after its budget', async () => {
    const { source, clock, calls } = stubbedSource({ answer: hang })
    const failed = outcomeOf(source.getToken())
    await clock.advance(30_000)
    expect(await failed).toMatchObject({
      code: 'token_endpoint_unavailable',
      message: expect.stringContaining('https://id.example/token gave no answer'),
      cause: { message: expect.stringMatching(/no whole answer within \d+ ms/) },
    })
    expect(calls.map(({ at }) => at)).toEqual([0, 10_500, 21_500])
    expect(calls.every(({ signal }) => signal.aborted)).toBe(true)
    expect(clock.timers).toBe(0)
  })

  it('B08 attempt time-out and budget are yours to set, and hold for a fetch that ignores its signal', async () => {
    const { source, clock, calls } = stubbedSource({
      attemptTimeoutMs: 1_000,
      tokenBudgetMs: 2_000,
      answer: () => new Promise<Response>(() => {}),
    })
    const failed = outcomeOf(source.getToken())
    await clock.advance(2_000)
    expect(await failed).toMatchObject({ code: 'token_endpoint_unavailable' })
    expect(calls.map(({ at }) => at)).toEqual([0, 1_500])
  })

  it.each([
    ['seconds', () => '20'],
    ['an HTTP date', (now: number) => new Date(now + 20_000).toUTCString()],
  ])('B08 waits for a Retry-After in %s', async (_, retryAfter) => {
    const { source, clock, calls, endpoint } = stubbedSource()
    endpoint.answer = once(() => refuse(429, undefined, { 'retry-after': retryAfter(clock.now()) }))
    const token = source.getToken()
    await clock.advance(20_000)
    expect((await token).accessToken).toBe('token-2')
    expect(calls[1]?.at).toBe(20_000)
  })

  it.each([
    ['seconds', () => '90'],
    ['an HTTP date', (now: number) => new Date(now + 90_000).toUTCString()],
  ])(
    'B08 a Retry-After beyond the budget, in %s, ends the call at once; no token call until then',
    async (_, retryAfter) => {
      const { source, clock, calls, endpoint } = stubbedSource()
      endpoint.answer = once(() => refuse(503, undefined, { 'retry-after': retryAfter(clock.now()) }))
      const expected = { code: 'token_endpoint_unavailable', retryAfterMs: 90_000 }
      await expect(source.getToken()).rejects.toMatchObject(expected)
      expect(clock.monotonic()).toBe(0)
      await clock.advance(89_999)
      await expect(source.getToken()).rejects.toMatchObject(expected)
      expect(calls).toHaveLength(1)
      await clock.advance(1)
      expect((await source.getToken()).accessToken).toBe('token-2')
    },
  )

  it('B08 Retry-After: 0 is answered with the usual back-off', async () => {
    const { source, clock, calls } = stubbedSource({
      answer: once(() => refuse(503, undefined, { 'retry-after': '0' })),
    })
    const token = source.getToken()
    await clock.advance(499)
    expect(calls).toHaveLength(1)
    await clock.advance(1)
    await token
  })
})

describe('B15 the token endpoint redirects', () => {
  it.each([301, 302, 303, 307, 308])('B15 %d is an error; nothing is sent on', async (status) => {
    const { source, calls } = stubbedSource({
      answer: () => refuse(status, undefined, { location: 'https://elsewhere.example/token' }),
    })
    await expect(source.getToken()).rejects.toMatchObject({
      code: 'token_endpoint_redirect',
      response: { status },
      message: expect.stringContaining('https://id.example/token'),
    })
    expect(calls.map(({ url, redirect }) => [url, redirect])).toEqual([[tokenUrl, 'manual']])
  })

  it('B15 a redirect as browsers show it is one too', async () => {
    const opaque = Object.defineProperties(new Response(null), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
      ok: { value: false },
    })
    const { source } = stubbedSource({ answer: () => opaque })
    await expect(source.getToken()).rejects.toMatchObject({ code: 'token_endpoint_redirect' })
  })
})

describe('B19 late binding of token calls', () => {
  it('B19 globalThis.fetch is looked up at each token call', async () => {
    const source = createTokenSource({ grant: clientCredentials({ tokenUrl, clientId, clientSecret }) })
    vi.stubGlobal('fetch', async () => issue(1))
    expect((await source.getToken()).accessToken).toBe('token-1')
    vi.stubGlobal('fetch', async () => issue(2))
    expect((await source.getToken({ forceRefresh: true })).accessToken).toBe('token-2')
  })
})
