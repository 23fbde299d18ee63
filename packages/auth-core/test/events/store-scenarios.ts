import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import {
  type Answer,
  clientSecret,
  issue,
  outcomeOf,
  refuse,
  type StubbedSourceOptions,
} from '../token-endpoint-stub.ts'
import type { Scenarios } from './scenario.ts'
import { begun, issued } from './token-scenarios.ts'
import type { Stage, Step } from './trace.ts'

/** Nothing in it, and nobody else who has a part in it. */
const empty: TokenStore = { get: async () => undefined, set: async () => true }
const down = () => Promise.reject(new Error(clientSecret))
const silent = () => new Promise<never>(() => {})

/** One token from a source with this store. */
async function askOnce(stage: Stage, store: Partial<TokenStore>, options: StubbedSourceOptions = {}) {
  const { source, clock } = stage.source({ store: { ...empty, ...store }, ...options })
  return { clock, token: outcomeOf(source.getToken()) }
}

/** Two sources that share a store in memory. */
function sharing(stage: Stage) {
  const clock = manualClock()
  const store = createMemoryStore({ clock })
  const source = () => stage.source({ store, clock })
  return { clock, one: source(), other: source() }
}

const asked: readonly Step[] = begun.slice(0, 2)
const called: readonly Step[] = begun.slice(2)
const adopted: Step = ['refresh_end', { background: false, outcome: 'adopted' }]
const unsupported: Step = ['lease', { outcome: 'unsupported' }]
const acquired: Step = ['lease', { outcome: 'acquired' }]

/** What becomes of the store, and of those who share it. */
export const storeScenarios: Scenarios = {
  'a store that fails to be read': {
    play: async (stage) => (await askOnce(stage, { get: down })).token,
    told: [
      unsupported,
      ...asked,
      ['store_failure', { operation: 'get', reason: 'failed' }],
      ...called,
      ...issued,
    ],
  },

  'a store that fails to be written': {
    play: async (stage) => (await askOnce(stage, { set: down })).token,
    told: [
      unsupported,
      ...begun,
      ['token_call_end', { attempt: 1, status: 200 }],
      ['store_failure', { operation: 'set', reason: 'failed' }],
      ['refresh_end', { background: false, outcome: 'issued' }],
    ],
  },

  'a store that does not answer': {
    async play(stage) {
      let heard = () => {}
      const wasAsked = new Promise<void>((resolve) => {
        heard = resolve
      })
      const get = () => {
        heard()
        return silent()
      }
      const { clock, token } = await askOnce(stage, { get })
      await wasAsked
      await clock.advance(1_000)
      await token
    },
    told: [
      unsupported,
      ...asked,
      ['store_failure', { operation: 'get', reason: 'timed_out' }],
      ...called,
      ['token_call_end', { attempt: 1, status: 200 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 1_000 }],
    ],
  },

  'a store that holds what is no record of ours': {
    async play(stage) {
      const record = { value: `{"refreshToken":"${clientSecret}"}`, version: 1, ageMs: 0 }
      return (await askOnce(stage, { get: async () => record })).token
    },
    told: [
      unsupported,
      ...asked,
      ['store_failure', { operation: 'get', reason: 'malformed' }],
      ...called,
      ...issued,
    ],
  },

  'a token that is in the store': {
    async play(stage) {
      const { one, other } = sharing(stage)
      await one.source.getToken()
      stage.forget()
      await other.source.getToken()
      await other.source.getToken()
    },
    told: [...asked, adopted, ['cache_hit']],
  },

  'a lease that is had': {
    play: (stage) => sharing(stage).one.source.getToken(),
    told: [...asked, acquired, ...called, ...issued],
  },

  'a lease that another one has, who brings the token': {
    async play(stage) {
      const { clock, one, other } = sharing(stage)
      one.endpoint.answer = async () => {
        await new Promise<void>((resolve) => clock.setTimer(resolve, 10))
        return issue(1)
      }
      const first = one.source.getToken()
      await stage.hears('token_call_start')
      stage.forget()
      const second = other.source.getToken()
      await stage.hears('lease')
      await clock.advance(10)
      await first
      await clock.advance(5)
      await second
    },
    told: [
      ...asked,
      ['lease', { outcome: 'taken' }],
      ['token_call_end', { attempt: 1, status: 200, durationMs: 10 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 10 }],
      ['refresh_end', { background: false, outcome: 'adopted', durationMs: 15 }],
    ],
  },

  'a lease that is lost between two tries': {
    async play(stage) {
      const lease: TokenStore['lease'] = async () => ({ renew: async () => false, release: async () => {} })
      const answer: Answer = (_, number) =>
        number === 1 ? refuse(429, undefined, { 'retry-after': '5' }) : issue(number)
      const { clock, token } = await askOnce(stage, { lease }, { answer })
      await stage.hears('token_call_end')
      await clock.advance(5_000)
      await token
    },
    told: [
      ...asked,
      acquired,
      ...called,
      ['lease', { outcome: 'lost' }],
      ['token_call_end', { attempt: 1, status: 429, error: 'token_endpoint_unavailable', retryInMs: 5_000 }],
      ['token_call_start', { attempt: 2 }],
      ['token_call_end', { attempt: 2, status: 200 }],
      ['refresh_end', { background: false, outcome: 'issued', durationMs: 5_000 }],
    ],
  },

  'leases that fail': {
    play: async (stage) => (await askOnce(stage, { lease: down })).token,
    told: [...asked, ['store_failure', { operation: 'lease', reason: 'failed' }], ...called, ...issued],
  },
}
