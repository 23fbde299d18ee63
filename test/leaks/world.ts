import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, createMemoryStore, type TokenEvent, type TokenStore } from '@latchkey/auth-core'
import { manualClock } from '@latchkey/auth-core/testing'
import { type CanaryName, leaksIn } from './canaries.ts'
import { type Ending, type Sent, success } from './endings.ts'

export const tokenUrl = 'https://id.example/token'
export const apiUrl = 'https://api.example'

const BUDGET_MS = 1e-9
const ATTEMPT_MS = 0.9 * BUDGET_MS

/** What surrounds a client: a token endpoint, an API, a store, a clock, and whoever listens. */
export type World = ReturnType<typeof createWorld>

export function createWorld({ storeFails = false } = {}) {
  const events: TokenEvent[] = []
  const directories: string[] = []
  const sent: Sent[] = []
  const issued: CanaryName[] = []
  let tokenCall: Ending = success
  let apiCall: Ending | undefined

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const body = await request.text()
    const carried = leaksIn([request.url, body, ...[...request.headers].flat()].join('\n'))
    const known = [...new Set([...carried, ...issued])]
    const read = { url: request.url, headers: request.headers, body, known }
    sent.push(read)
    const isApiCall = read.url.startsWith(apiUrl) && !/\/(login|oauth\/token|thirdparty\/auth)/.test(read.url)
    if (isApiCall) return apiCall === undefined ? Response.json({}) : apiCall.answer(read)
    if (tokenCall === success) issued.push('accessToken')
    return tokenCall.answer(read)
  }

  const clock = manualClock()
  return {
    /** All that was sent, to prove that the secrets were there to be leaked. */
    sent,
    fetch,
    /** No time passes, so almost every attempt is the last one. */
    terms: {
      clock: { ...clock, setTimer: soonOr(clock.setTimer) },
      tokenBudgetMs: BUDGET_MS,
      attemptTimeoutMs: ATTEMPT_MS,
      store: storeFails ? failingStore() : createMemoryStore({ clock }),
      onEvent: (event: TokenEvent) => void events.push(event),
    },
    events,
    /** A directory of its own, gone with `close`. */
    directory() {
      const made = mkdtempSync(join(tmpdir(), 'latchkey-leaks-'))
      directories.push(made)
      return made
    },
    close() {
      for (const made of directories) rmSync(made, { recursive: true })
    },
    endTokenCalls(ending: Ending) {
      tokenCall = ending
    },
    endApiCalls(ending: Ending | undefined) {
      apiCall = ending
    },
  }
}

/** What waits inside the budget, for a second try or a lease, gets on; an attempt has all the time it needs. */
function soonOr(setTimer: Clock['setTimer']): Clock['setTimer'] {
  return (callback, delayMs) => {
    if (delayMs > BUDGET_MS || delayMs === ATTEMPT_MS) return setTimer(callback, delayMs)
    const soon = setImmediate(callback)
    return { ref() {}, cancel: () => clearImmediate(soon) }
  }
}

/** A store that says what it was to keep when it fails. */
function failingStore(): TokenStore {
  return {
    get: (key) => Promise.reject(new Error(key)),
    set: (key, record) => Promise.reject(Object.assign(new Error(`${key} ${record.value}`), { record })),
  }
}
