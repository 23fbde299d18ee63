import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { defineGrant } from '../src/grants/define-grant.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import {
  hang,
  issue,
  refuse,
  type StubbedSourceOptions,
  stubbedSource,
  tokenUrl,
} from './token-endpoint-stub.ts'

// What happens while a token is valid and its successor is not to be had.

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  process.on('unhandledRejection', note)
})
afterEach(() => {
  vi.restoreAllMocks()
  process.off('unhandledRejection', note)
})

/** A source whose token of 300 s has just come into its window; the endpoint then behaves as told. */
async function inWindow(answer: StubbedSourceOptions['answer'], options: StubbedSourceOptions = {}) {
  const stubbed = stubbedSource({ ...options, answer: (_, number) => issue(number, { expires_in: 300 }) })
  await stubbed.source.getToken()
  stubbed.calls.length = 0
  if (answer) stubbed.endpoint.answer = answer
  await stubbed.clock.advance(202_500)
  return stubbed
}

describe('B04 outage inside validity', () => {
  it.each<[string, NonNullable<StubbedSourceOptions['answer']>]>([
    ['a network error', () => new TypeError('fetch failed')],
    ['503', () => refuse(503)],
    ['429', () => refuse(429)],
    ['invalid_client', () => refuse(401, 'invalid_client')],
    ['a page of HTML', () => new Response('<html>')],
    ['silence', hang],
    [
      'a fetch that throws at once',
      () => {
        throw new Error('sync')
      },
    ],
  ])(
    'B04 every request succeeds while the endpoint answers with %s, and no rejection is unhandled',
    async (_, answer) => {
      const { source, clock } = await inWindow(answer)
      for (let request = 0; request < 60; request++) {
        expect((await source.getToken()).accessToken).toBe('token-1')
        await clock.advance(1_000)
      }
      await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).toEqual([])
    },
  )

  it('B04 a background refresh is one attempt', async () => {
    const { source, clock, calls } = await inWindow(() => refuse(503))
    await source.getToken()
    await clock.advance(60_000)
    expect(calls).toHaveLength(1)
  })

  it('B04 its failures open a back-off of 1 s doubling to 60 s, with full jitter', async () => {
    const { source, clock, calls } = await inWindow(() => refuse(503), { refreshWindowMs: 140_000 })
    while (source.peek() !== undefined) await clock.advance(250)
    const waits = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0))
    // Math.random is 0.5, so half of each, as far as the token lasts.
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000])
  })

  it('B04 the back-off stops growing at 60 s, and a success ends it', async () => {
    const hour = (number: number) => issue(number, { expires_in: 36_000 })
    const { source, clock, calls, endpoint } = stubbedSource({ answer: (_, number) => hour(number) })
    await source.getToken()
    await clock.advance(27_000_000)
    endpoint.answer = () => refuse(503)
    for (let second = 0; second < 600; second++) {
      source.peek()
      await clock.advance(500)
    }
    expect((calls.at(-1)?.at ?? 0) - (calls.at(-2)?.at ?? 0)).toBe(30_000)
    endpoint.answer = (_, number) => hour(number)
    while (source.peek()?.accessToken === 'token-1') await clock.advance(1_000)
    await clock.advance(27_000_000)
    endpoint.answer = () => refuse(503)
    const before = calls.length
    for (let request = 0; request < 4; request++) {
      source.peek()
      await clock.advance(500)
    }
    expect(calls.length - before).toBe(3) // At 0, 0.5 and 1.5 s.
  })

  it('B04 honours Retry-After, and serves the valid token meanwhile', async () => {
    const { source, clock, calls } = await inWindow(() => refuse(503, undefined, { 'retry-after': '20' }))
    for (let second = 0; second < 20; second++) {
      expect((await source.getToken()).accessToken).toBe('token-1')
      await clock.advance(1_000)
    }
    expect(calls).toHaveLength(1)
    await source.getToken()
    await clock.advance(0)
    expect(calls).toHaveLength(2)
  })

  it('B04 Retry-After: 0 is no leave to hammer', async () => {
    const { source, clock, calls } = await inWindow(() => refuse(503, undefined, { 'retry-after': '0' }))
    for (let request = 0; request < 20; request++) {
      await source.getToken()
      await clock.advance(10)
    }
    expect(calls).toHaveLength(1)
  })

  it('B04 a caller who comes once the token has ended turns the background attempt into a call with retries', async () => {
    const { source, clock, endpoint, calls } = await inWindow(hang)
    await clock.advance(67_000)
    await source.getToken()
    await clock.advance(500)
    const waiting = source.getToken()
    endpoint.answer = (_, number) => issue(number)
    await clock.advance(10_000)
    expect((await waiting).accessToken).toBe('token-2')
    expect(calls).toHaveLength(2)
  })
})

describe('B06 background refresh', () => {
  const client = { clientId: 'c', clientSecret: 's' }
  const grants: [string, StubbedSourceOptions['grant']][] = [
    ['client credentials', (common) => clientCredentials(common)],
    ['password', (common) => password({ ...common, username: 'u', password: 'p' })],
    [
      'refresh token after password',
      (common) => refreshToken({ initial: password({ ...common, username: 'u', password: 'p' }) }),
    ],
    [
      'a refresh token of one’s own',
      (common) => refreshToken({ ...common, ...client, refreshToken: 'seed', subject: 'u' }),
    ],
    [
      'a grant of one’s own',
      (common) =>
        defineGrant({
          identity: [tokenUrl],
          request: () => ({ url: tokenUrl, headers: {}, secrets: [], fetch: common.fetch }),
          read: ({ body }) => ({
            accessToken: (body as { access_token: string }).access_token,
            lifetimeMs: 300_000,
          }),
        }),
    ],
  ]
  it.each(grants)('B06 %s: the valid token is served at once, refreshed behind', async (_, grant) => {
    const { source, clock, endpoint, calls } = await inWindow(undefined, { grant })
    endpoint.answer = async (_call, number) => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
      return issue(number + 1, { expires_in: 300, refresh_token: `refresh-${number}` })
    }
    for (let request = 0; request < 10; request++)
      expect((await source.getToken()).accessToken).toBe('token-1')
    await clock.advance(399)
    expect(source.peek()?.accessToken).toBe('token-1')
    await clock.advance(1)
    expect((await source.getToken()).accessToken).toBe('token-2')
    expect(calls).toHaveLength(1)
  })
})
