import { clientSecret, hang, issue, outcomeOf, refuse } from '../token-endpoint-stub.ts'
import type { Scenarios } from './scenario.ts'
import { begun, IN_WINDOW_MS, withToken } from './token-scenarios.ts'
import { each } from './trace.ts'

/** A token endpoint that cannot serve now. */
export const outageScenarios: Scenarios = {
  'an endpoint that is down while the token is valid': {
    async play(stage) {
      const { source, endpoint, clock } = await withToken(stage)
      endpoint.answer = () => refuse(503)
      await clock.advance(IN_WINDOW_MS)
      for (const ms of [0, 499, 1]) {
        await source.getToken()
        await clock.advance(ms)
      }
      endpoint.answer = () => issue(2)
      await source.getToken()
      await clock.advance(0)
    },
    told: [
      ['refresh_start', { background: true }],
      ['cache_hit'],
      ['token_call_start', { attempt: 1 }],
      ['token_call_end', { attempt: 1, status: 503, error: 'token_endpoint_unavailable' }],
      ['cool_down', { reason: 'back_off', delayMs: 500 }],
      ['refresh_end', { background: true, outcome: 'token_endpoint_unavailable' }],
      ...each(2, ['cache_hit']),
      ['refresh_start', { background: true }],
      ['cache_hit'],
      ['token_call_start', { attempt: 1 }],
      ['token_call_end', { attempt: 1, status: 200 }],
      ['refresh_end', { background: true, outcome: 'issued' }],
    ],
  },

  'an endpoint that does not answer, until a try does': {
    async play(stage) {
      const { source, clock } = stage.source({
        answer: (call, number) => (number === 1 ? hang(call) : issue(number)),
      })
      const token = source.getToken()
      await clock.advance(11_000)
      await token
    },
    told: [
      ...begun,
      [
        'token_call_end',
        { attempt: 1, durationMs: 10_000, error: 'token_endpoint_unavailable', retryInMs: 250 },
      ],
      ['token_call_start', { attempt: 2 }],
      ['token_call_end', { attempt: 2, status: 200 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 10_250 }],
    ],
  },

  'a network error, then success': {
    async play(stage) {
      const { source, clock } = stage.source({
        answer: ({ body }, number) =>
          number === 1 ? new TypeError(`${clientSecret} ${body}`) : issue(number),
      })
      const token = source.getToken()
      await clock.advance(1_000)
      await token
    },
    told: [
      ...begun,
      ['token_call_end', { attempt: 1, error: 'token_endpoint_unavailable', retryInMs: 250 }],
      ['token_call_start', { attempt: 2 }],
      ['token_call_end', { attempt: 2, status: 200 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 250 }],
    ],
  },

  '429 with a Retry-After inside the budget': {
    async play(stage) {
      const { source, clock } = stage.source({
        answer: (_, number) =>
          number === 1 ? refuse(429, undefined, { 'retry-after': '5' }) : issue(number),
      })
      const token = source.getToken()
      await clock.advance(5_000)
      await token
    },
    told: [
      ...begun,
      ['token_call_end', { attempt: 1, status: 429, error: 'token_endpoint_unavailable', retryInMs: 5_000 }],
      ['token_call_start', { attempt: 2 }],
      ['token_call_end', { attempt: 2, status: 200 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 5_000 }],
    ],
  },

  '429 with a Retry-After beyond the budget': {
    async play(stage) {
      const { source } = stage.source({ answer: () => refuse(429, undefined, { 'retry-after': '60' }) })
      await outcomeOf(source.getToken())
      await outcomeOf(source.getToken())
    },
    told: [
      ...begun,
      ['token_call_end', { attempt: 1, status: 429, error: 'token_endpoint_unavailable' }],
      ['cool_down', { reason: 'refused', delayMs: 60_000 }],
      ['refresh_end', { background: false, outcome: 'token_endpoint_unavailable' }],
      ['cache_miss', { reason: 'empty' }],
    ],
  },
}
