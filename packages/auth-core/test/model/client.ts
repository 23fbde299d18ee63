import { createAuthFetch } from '../../src/auth-fetch.ts'
import { isLatchkeyError } from '../../src/errors.ts'
import type { Fetch } from '../../src/fetch.ts'
import { forSubject } from '../../src/for-subject.ts'
import { type CachingTokenSource, createTokenSource } from '../../src/token-source.ts'
import type { Caller } from './caller.ts'
import { canary } from './canary.ts'
import { createLifeline, type Lifeline } from './lifeline.ts'
import type { Truth } from './truth.ts'

const origin = 'https://api.example.com'

/** How a request's body is given. */
export const bodyKinds = ['none', 'text', 'bytes', 'stream'] as const
export type BodyKind = (typeof bodyKinds)[number]

interface Process {
  readonly lifeline: Lifeline
  readonly source: CachingTokenSource
  fetchAs(subject: string): Fetch
}

/** The system under test: a process with a token source and an auth fetch for each subject. */
export function createClient(truth: Truth) {
  const { clock, callers } = truth
  let process = start(truth)

  function newCaller(kind: string, subject: string, forced: boolean, body = ''): Caller {
    const startedAt = clock.monotonic()
    const tick = truth.tick()
    const name = `${kind} ${callers.length}`
    const networkError = new TypeError(`${name} failed`)
    const abort = new AbortController()
    const made = { name, subject, startedAt, tick, forced, abort, body, networkError }
    const caller: Caller = {
      ...made,
      sentWith: [],
      atApi: false,
      mayEndRefused: false,
      settled: false,
      succeeded: false,
    }
    truth.ledgerOf(subject).touch(startedAt, tick, forced)
    callers.push(caller)
    return caller
  }

  /** Waits for what becomes of the caller, and judges it. */
  function follow<T>(caller: Caller, promise: Promise<T>, judge: (value: T) => void): void {
    const { lifeline } = process
    const settle = (verdict: () => void) => {
      if (!lifeline.alive || caller.settled) return
      caller.settled = true
      verdict()
      if (caller.forced && !caller.abort.signal.aborted) truth.ledgerOf(caller.subject).served(caller.tick)
    }
    promise.then(
      (value) => settle(() => judge(value)),
      (error) =>
        settle(() => {
          truth.noSecretIn(error)
          if (isLatchkeyError(error)) truth.ledgerOf(caller.subject).gaveUp()
          if (!truth.explains(caller, error))
            truth.violation(`${caller.name} fails without cause: ${describe(error)}`)
        }),
    )
  }

  const client = {
    get lifeline() {
      return process.lifeline
    },
    getToken(subject: string, forceRefresh: boolean) {
      const caller = newCaller('getToken', subject, forceRefresh)
      const options = { signal: caller.abort.signal, forceRefresh, subject: subject || undefined }
      follow(caller, process.source.getToken(options), ({ accessToken }) => handOut(caller, accessToken))
      return caller
    },
    prewarm(subject: string) {
      const caller = newCaller('prewarm', subject, false)
      const prewarmed = () => truth.ledgerOf(subject).prewarmed(clock.monotonic())
      follow(caller, process.source.prewarm({ subject: subject || undefined }), prewarmed)
    },
    peek(subject: string) {
      const caller = newCaller('peek', subject, false)
      caller.settled = true
      const token = process.source.peek(subject || undefined)
      if (token !== undefined) handOut(caller, token.accessToken)
    },
    request(subject: string, kind: BodyKind) {
      const body = kind === 'none' ? '' : `the whole body of ${callers.length}`
      const caller = newCaller('request', subject, false, body)
      const init = {
        method: kind === 'none' ? 'GET' : 'POST',
        headers: { 'x-request': String(callers.length - 1) },
        signal: caller.abort.signal,
        ...bodyOf(kind, body),
      }
      follow(caller, process.fetchAs(subject)(`${origin}/orders`, init), ({ status }) => {
        caller.succeeded = status === 200
        if (caller.succeeded) return
        if (status === 401 && (caller.sentWith.length === 2 || caller.mayEndRefused)) return
        truth.violation(`${caller.name} ends with ${status} where a new token would have helped`)
      })
      return caller
    },
    abort(caller: Caller) {
      // Whoever waits for the API leaves no token call behind.
      if (!caller.atApi) truth.ledgerOf(caller.subject).left(clock.monotonic())
      caller.abort.abort(new Error(`${caller.name} aborted`))
    },
    /** The process is killed, and another one takes its place. */
    restart() {
      process.lifeline.cut()
      truth.killed()
      process = start(truth)
    },
  }
  return client

  function handOut(caller: Caller, accessToken: string): void {
    const issued = truth.tokenServer.tokens.get(accessToken)
    if (issued?.subject !== caller.subject) truth.violation(`${caller.name} got the token of somebody else`)
    else truth.handedOut(issued)
  }
}

function start(truth: Truth): Process {
  const { clock, configuration, tokenServer, apiServer, store } = truth
  const lifeline = createLifeline()
  const source = createTokenSource({
    grant: configuration.grant({
      fetch: tokenServer.connect(lifeline),
      clientSecret: async () => canary('secret', truth.clientGeneration),
      seed: async () => truth.seed,
    }),
    clock: lifeline.clockOf(clock),
    ...(store && { store: store.connect(lifeline) }),
  })
  const fetch = apiServer.connect(lifeline)
  return {
    lifeline,
    source,
    fetchAs: (subject) =>
      createAuthFetch({
        tokens: subject === '' ? source : forSubject(source, subject),
        origins: [origin],
        fetch,
      }),
  }
}

function bodyOf(kind: BodyKind, body: string): RequestInit & { duplex?: 'half' } {
  if (kind === 'none') return {}
  if (kind === 'text') return { body }
  const bytes = new TextEncoder().encode(body)
  if (kind === 'bytes') return { body: bytes }
  return { body: ReadableStream.from([bytes.slice(0, 5), bytes.slice(5)]), duplex: 'half' }
}

function describe(error: unknown): string {
  return isLatchkeyError(error) ? `${error.code}: ${error.message}` : String(error)
}

export type Client = ReturnType<typeof createClient>
