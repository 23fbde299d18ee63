import { defineGrant } from '../../src/grants/define-grant.ts'
import { issue, outcomeOf, type StubbedClient, times, tokenUrl } from '../token-endpoint-stub.ts'
import type { Scenarios } from './scenario.ts'
import { each, type Stage, type Step } from './trace.ts'

/** A refresh that somebody waits for, as far as its first token call. */
export const begun: readonly Step[] = [
  ['cache_miss', { reason: 'empty' }],
  ['refresh_start', { background: false }],
  ['token_call_start', { attempt: 1 }],
]

/** The end of it, all well. */
export const issued: readonly Step[] = [
  ['token_call_end', { attempt: 1, status: 200 }],
  ['refresh_end', { background: false, outcome: 'issued' }],
]

/** A grant that serves several subjects. */
const forAll = ({ fetch }: StubbedClient) =>
  defineGrant({
    identity: [tokenUrl],
    request: () => ({ url: tokenUrl, headers: {}, secrets: [], fetch }),
    read: ({ body }) => ({ accessToken: (body as { access_token: string }).access_token }),
  })

/** Until a token of an hour is refreshed behind its callers, where `Math.random` says 0.5. */
export const IN_WINDOW_MS = 2_430_000
const AT_END_MS = 3_570_000

/** A source with a token in memory. */
export async function withToken(stage: Stage) {
  const stubbed = stage.source()
  await stubbed.source.getToken()
  stage.forget()
  return stubbed
}

/** How a token comes, ages and goes, as its callers see it. */
export const tokenScenarios: Scenarios = {
  'a cold start with 100 callers': {
    async play(stage) {
      const { source } = stage.source()
      await Promise.all(times(100, () => source.getToken()))
    },
    told: [
      ['cache_miss', { reason: 'empty' }],
      ['refresh_start', { background: false }],
      ...each(99, ['cache_miss', { reason: 'empty' }]),
      ['token_call_start', { attempt: 1 }],
      ...issued,
    ],
  },

  'a token in memory, asked for in three ways': {
    async play(stage) {
      const { source } = await withToken(stage)
      await source.getToken()
      source.peek()
      await source.prewarm()
    },
    told: each(3, ['cache_hit']),
  },

  'two subjects, the endpoint 400 ms away': {
    async play(stage) {
      const { source, endpoint, clock } = stage.source({ grant: forAll })
      endpoint.answer = async (_, number) => {
        await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
        return issue(number)
      }
      const callers = [source.getToken({ subject: 'ann' }), source.getToken({ subject: 'ben' })]
      await clock.advance(400)
      await Promise.all(callers)
      source.peek('ben')
    },
    told: [
      ['cache_miss', { reason: 'empty', subject: 'ann' }],
      ['refresh_start', { background: false, subject: 'ann' }],
      ['cache_miss', { reason: 'empty', subject: 'ben' }],
      ['refresh_start', { background: false, subject: 'ben' }],
      ...each(2, ['token_call_start', { attempt: 1 }]),
      ['token_call_end', { attempt: 1, status: 200, durationMs: 400 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 400, subject: 'ann' }],
      ['token_call_end', { attempt: 1, status: 200, durationMs: 400 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 400, subject: 'ben' }],
      ['cache_hit', { subject: 'ben' }],
    ],
  },

  'a refresh behind the callers': {
    async play(stage) {
      const { source, clock } = await withToken(stage)
      await clock.advance(IN_WINDOW_MS)
      await source.getToken()
      await source.getToken()
      await clock.advance(0)
      await source.getToken()
    },
    told: [
      ['refresh_start', { background: true }],
      ...each(2, ['cache_hit']),
      ['token_call_start', { attempt: 1 }],
      ['token_call_end', { attempt: 1, status: 200 }],
      ['refresh_end', { background: true, outcome: 'issued' }],
      ['cache_hit'],
    ],
  },

  'a token that has come to its end': {
    async play(stage) {
      const { source, clock } = await withToken(stage)
      await clock.advance(AT_END_MS)
      await source.getToken()
    },
    told: [['cache_miss', { reason: 'expired' }], ...begun.slice(1), ...issued],
  },

  'a token that is asked for anew': {
    async play(stage) {
      const { source } = await withToken(stage)
      await source.getToken({ forceRefresh: true })
    },
    told: [['cache_miss', { reason: 'forced' }], ...begun.slice(1), ...issued],
  },

  'a caller who goes away, and one who comes aborted': {
    async play(stage) {
      const { source, endpoint, clock } = stage.source()
      endpoint.answer = async () => {
        await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
        return issue(1)
      }
      const abort = new AbortController()
      const gone = outcomeOf(source.getToken({ signal: abort.signal }))
      await clock.advance(100)
      abort.abort()
      await gone
      await outcomeOf(source.getToken({ signal: abort.signal }))
      await clock.advance(300)
      await source.getToken()
    },
    told: [
      ...begun,
      ['token_call_end', { attempt: 1, status: 200, durationMs: 400 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 400 }],
      ['cache_hit'],
    ],
  },
}
