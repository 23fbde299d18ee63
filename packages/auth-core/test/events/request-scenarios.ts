import { createAuthFetch } from '../../src/auth-fetch.ts'
import type { ReplayOption } from '../../src/replay.ts'
import { issue, times } from '../token-endpoint-stub.ts'
import type { Scenarios } from './scenario.ts'
import { begun, issued } from './token-scenarios.ts'
import { each, type Stage } from './trace.ts'

const origin = 'https://api.example.com'

/** A source with a token that this API refuses; so it does others while `refuses` says so. */
async function revoked(stage: Stage, { replay }: { replay?: ReplayOption } = {}) {
  const stubbed = stage.source()
  const { source, clock } = stubbed
  const api = { delayOf: (_call: number) => 0, refuses: (token: string): boolean => token === 'token-1' }
  let calls = 0
  const fetch = createAuthFetch({
    tokens: source,
    origins: [origin],
    replay,
    async fetch(_, init) {
      const token = new Headers(init?.headers).get('authorization')?.slice('Bearer '.length) ?? ''
      await new Promise<void>((resolve) => clock.setTimer(resolve, api.delayOf(calls++)))
      return new Response(null, { status: api.refuses(token) ? 401 : 200 })
    },
  })
  await source.getToken()
  stage.forget()
  const request = async () => {
    const response = fetch(`${origin}/items`)
    await clock.advance(0)
    return response
  }
  return { ...stubbed, api, fetch, request }
}

/** What becomes of requests that an API refuses. */
export const requestScenarios: Scenarios = {
  'a revocation under 100 requests, their 401s arriving over 300 ms': {
    async play(stage) {
      const { api, endpoint, clock, fetch } = await revoked(stage)
      endpoint.answer = async () => {
        await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
        return issue(2)
      }
      api.delayOf = (call) => (call < 100 ? call * 3 : 0)
      const responses = times(100, () => fetch(`${origin}/items`))
      await clock.advance(1_000)
      await Promise.all(responses)
    },
    told: [
      ...each(100, ['cache_hit']),
      ['invalidate'],
      ...begun,
      ...each(99, ['cache_miss', { reason: 'empty' }]),
      ['token_call_end', { attempt: 1, status: 200, durationMs: 400 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 400 }],
      ...each(100, ['replay', { outcome: 'cured' }]),
    ],
  },

  'a 401 that a new token does not cure': {
    async play(stage) {
      const { api, request } = await revoked(stage)
      api.refuses = () => true
      await request()
      await request()
    },
    told: [
      ['cache_hit'],
      ['invalidate'],
      ...begun,
      ...issued,
      ['replay', { outcome: 'refused' }],
      ['cool_down', { reason: 'incurable', delayMs: 5_000 }],
      // The second request, which is not sent again: the token it was sent with is still the newest.
      ...each(2, ['cache_hit']),
    ],
  },

  'a 401 that a new token does not cure, and no request sent again': {
    async play(stage) {
      const { api, request } = await revoked(stage, { replay: 'never' })
      api.refuses = () => true
      for (const _ of times(3, () => 0)) await request()
    },
    told: [
      ['cache_hit'],
      ['invalidate'],
      ...begun,
      ...issued,
      ['cool_down', { reason: 'incurable', delayMs: 5_000 }],
      ['cache_hit'],
    ],
  },
}
