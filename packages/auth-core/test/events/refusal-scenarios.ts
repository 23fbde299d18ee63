import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import {
  clientSecret,
  issue,
  outcomeOf,
  refuse,
  type StubbedSourceOptions,
  type TokenCall,
} from '../token-endpoint-stub.ts'
import type { Scenarios } from './scenario.ts'
import { begun, issued } from './token-scenarios.ts'
import type { Stage, Step } from './trace.ts'

const user = { username: 'made-up-user', password: 'made-up-password' }

/** A refusal that quotes all that it was sent. */
function quoting(status: number, error: string) {
  return ({ body, headers }: TokenCall) =>
    Response.json(
      { error, error_description: `${body} ${headers.get('authorization')} ${clientSecret}` },
      { status },
    )
}

/** One caller after another, `ms` between them. */
async function ask(stage: Stage, options: StubbedSourceOptions, pauses: readonly number[] = []) {
  const { source, clock } = stage.source(options)
  for (const ms of [...pauses, 0]) {
    await outcomeOf(source.getToken())
    await clock.advance(ms)
  }
}

function refused(
  status: number,
  error: 'client_rejected' | 'token_endpoint_redirect',
  delayMs: number,
): Step[] {
  return [
    ...begun,
    ['token_call_end', { attempt: 1, status, error }],
    ['cool_down', { reason: 'refused', delayMs }],
    ['refresh_end', { background: false, outcome: error }],
  ]
}

const rotating = (grant: StubbedSourceOptions['grant']) => ({
  grant,
  answer: (_: TokenCall, number: number) => issue(number, { refresh_token: `refresh-${number}` }),
})
const withWayBack = rotating((client) => refreshToken({ initial: password({ ...client, ...user }) }))
const withoutWayBack = rotating((client) =>
  refreshToken({ ...client, refreshToken: 'refresh-0', subject: 'made-up-user' }),
)

/** Traded in, and refused. */
const spent: readonly Step[] = [
  ['cache_miss', { reason: 'forced' }],
  ['refresh_start', { background: false }],
  ['token_call_start', { attempt: 1 }],
  ['token_call_end', { attempt: 1, status: 400, error: 'grant_rejected' }],
]

/** What a token endpoint says instead of a token, and what becomes of it. */
export const refusalScenarios: Scenarios = {
  'wrong credentials: remembered, looked at again after 1 s, probed after 30 s': {
    play: (stage) => ask(stage, { answer: quoting(401, 'invalid_client') }, [999, 1, 29_000]),
    told: [
      ...refused(401, 'client_rejected', 30_000),
      ['cache_miss', { reason: 'empty' }],
      ['cache_miss', { reason: 'empty' }],
      ['refresh_start', { background: false }],
      ['refresh_end', { background: false, outcome: 'client_rejected' }],
      ...refused(401, 'client_rejected', 60_000),
    ],
  },

  'a redirect': {
    play: (stage) =>
      ask(stage, {
        answer: () => refuse(302, undefined, { location: `https://evil.example/?${clientSecret}` }),
      }),
    told: refused(302, 'token_endpoint_redirect', 30_000),
  },

  'a success without a token': {
    play: (stage) => ask(stage, { answer: () => new Response(`<html>${clientSecret}`) }),
    told: [
      ...begun,
      ['token_call_end', { attempt: 1, status: 200 }],
      ['refresh_end', { background: false, outcome: 'malformed_token_response' }],
    ],
  },

  'a secret that is not to be had': {
    play: (stage) =>
      ask(stage, { client: { clientSecret: () => Promise.reject(new Error(`${clientSecret} is locked`)) } }),
    told: [...begun.slice(0, 2), ['refresh_end', { background: false, outcome: 'foreign' }]],
  },

  'a refresh token that rotates': {
    async play(stage) {
      const { source } = stage.source(withWayBack)
      await source.getToken()
      await source.getToken({ forceRefresh: true })
    },
    told: [...begun, ...issued, ['cache_miss', { reason: 'forced' }], ...begun.slice(1), ...issued],
  },

  'a refresh token that is spent: the initial grant': {
    async play(stage) {
      const { source, endpoint } = stage.source(withWayBack)
      await source.getToken()
      stage.forget()
      endpoint.answer = (call, number) =>
        call.fields['refresh_token'] ? quoting(400, 'invalid_grant')(call) : issue(number)
      await source.getToken({ forceRefresh: true })
    },
    told: [...spent, ['token_call_start', { attempt: 1 }], ...issued],
  },

  'a refresh token that is spent, without a way back': {
    async play(stage) {
      const { source, endpoint } = stage.source(withoutWayBack)
      await source.getToken()
      stage.forget()
      endpoint.answer = quoting(400, 'invalid_grant')
      await outcomeOf(source.getToken({ forceRefresh: true }))
    },
    told: [
      ...spent,
      ['cool_down', { reason: 'refused', delayMs: 30_000 }],
      ['refresh_end', { background: false, outcome: 'login_required' }],
    ],
  },
}
