import { expect } from 'vitest'
import type { Clock } from '../src/clock.ts'
import type { Fetch } from '../src/fetch.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import type { TokenStore } from '../src/stores/token-store.ts'
import { type ManualClock, manualClock } from '../src/testing/manual-clock.ts'
import type { TokenSource } from '../src/token-source.ts'
import type { HostileAnswer, Outcome } from './hostile-answers.ts'
import { TOKEN_HEADER } from './hostile-answers.ts'
import { outcomeOf, stubTokenEndpoint, tokenUrl } from './token-endpoint-stub.ts'

/** What a token operation under trial is given. */
export interface TrialOptions {
  readonly tokenUrl: string
  readonly fetch?: Fetch
  readonly clock?: Clock
  readonly store?: TokenStore
  readonly attemptTimeoutMs?: number
  readonly tokenBudgetMs?: number
}

/** A token operation, as a customer would use it. */
export interface TrialOperation {
  readonly name: string
  /** Where it reads the token. */
  readonly token: 'inBody' | 'inHeader'
  /** The statuses that its document gives a meaning of their own. */
  readonly meanings?: { readonly [status: number]: Outcome }
  /** Whether a call goes before it, which brings the refresh token. */
  readonly afterLogin?: true
  connect(options: TrialOptions): Pick<TokenSource, 'getToken'>
}

export function good(token: string, members: object = {}): Response {
  const body = { access_token: token, token_type: 'Bearer', expires_in: 3600, ...members }
  return Response.json(body, { headers: { [TOKEN_HEADER]: token } })
}

/** Short, so that little time has to pass, and long enough for a second attempt. */
const TERMS = { tokenBudgetMs: 1_000, attemptTimeoutMs: 400 }
const MAX_AGE_MS = 3_600_000
const COOL_DOWN_MS = 30_000

/** Gives the operation the answer, and expects what the row says, whatever is cached by it included. */
export async function expectOutcome(operation: TrialOperation, row: HostileAnswer): Promise<void> {
  const trial = await begin(operation)
  const outcome = outcomeFor(operation, row)
  trial.endpoint.answer = () => row.answer('token-1')
  const asked = outcomeOf(trial.tokens.getToken())
  if (isRetried(outcome)) await passUntilSettled(asked, trial.endpoint)
  const result = await asked
  trial.endpoint.answer = (_, number) => good(`token-after-${number}`)
  if ('code' in outcome) await expectRefusal(trial, outcome, result)
  else await expectToken(trial, outcome, result)
}

function isRetried(outcome: Outcome): boolean {
  return 'code' in outcome && outcome.code === 'token_endpoint_unavailable'
}

/** Lets as much time pass as all attempts may take; a body is read in more than one turn of the loop. */
async function passUntilSettled(asked: Promise<unknown>, { clock, calls }: Trial['endpoint']): Promise<void> {
  let settled = false
  asked.then(() => {
    settled = true
  })
  // Keys are digested off this thread, which no clock can hurry.
  while (calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  for (let turns = 0; !settled && turns < 60; turns++) await clock.advance(500)
}

function outcomeFor({ token, meanings }: TrialOperation, row: HostileAnswer): Outcome {
  const outcome = row[token]
  return ('code' in outcome && meanings?.[outcome.status ?? 0]) || outcome
}

type Trial = Awaited<ReturnType<typeof begin>>

// A real clock does not count in whole milliseconds: what is rounded up is kept too long.
function betweenMilliseconds(clock: ManualClock): ManualClock {
  return { ...clock, monotonic: () => clock.monotonic() + 0.7 }
}

async function begin(operation: TrialOperation) {
  const endpoint = stubTokenEndpoint(
    (_, number) => good(`first-${number}`, { expires_in: 0, refresh_token: 'refresh-1' }),
    betweenMilliseconds(manualClock()),
  )
  const { clock, fetch } = endpoint
  const memory = createMemoryStore({ clock })
  const written: string[] = []
  const store: TokenStore = {
    ...memory,
    set(key, record, options) {
      written.push(record.value)
      return memory.set(key, record, options)
    },
  }
  const tokens = operation.connect({ tokenUrl, fetch, clock, store, ...TERMS })
  if (operation.afterLogin) await tokens.getToken()
  endpoint.calls.length = 0
  written.length = 0
  return { endpoint, tokens, written }
}

async function expectToken(
  { endpoint: { clock, calls }, tokens, written }: Trial,
  { lifetimeMs, token = 'token-1' }: Extract<Outcome, { lifetimeMs: unknown }>,
  result: unknown,
): Promise<void> {
  const expiresAt = lifetimeMs === undefined ? undefined : clock.now() + lifetimeMs
  expect(result).toMatchObject({ accessToken: token, tokenType: 'Bearer' })
  expect((result as { expiresAt?: number }).expiresAt).toBe(expiresAt)
  expect([calls.length, written.length]).toEqual([1, 1])
  const servedMs = lifetimeMs ?? MAX_AGE_MS
  if (servedMs > 0) {
    // Before the earliest refresh behind the callers, 1.6 quarters before the end.
    await clock.advance(servedMs * 0.59)
    expect((await tokens.getToken()).accessToken).toBe(token)
    expect(calls).toHaveLength(1)
    await clock.advance(servedMs * 0.41)
  }
  expect((await tokens.getToken()).accessToken).toMatch(/^token-after-/)
  expect(calls).toHaveLength(2)
}

async function expectRefusal(
  { endpoint: { clock, calls }, tokens, written }: Trial,
  { code, status }: Extract<Outcome, { code: unknown }>,
  result: unknown,
): Promise<void> {
  const said = status === undefined ? 'gave no answer' : `answered ${status}`
  expect(result).toMatchObject({
    name: 'LatchkeyError',
    code,
    message: expect.stringContaining(`Token endpoint ${tokenUrl} ${said}`),
  })
  expect((result as { response?: { status: number } }).response?.status).toBe(status)
  expect(written).toEqual([])
  const made = calls.length
  // What a document calls an outage is one to the caller, but never sent again.
  const isSentAgain = code === 'token_endpoint_unavailable' && status !== 400
  if (isSentAgain) expect(made).toBeGreaterThan(1)
  else expect(made).toBe(1)
  if (['client_rejected', 'grant_rejected', 'token_endpoint_redirect'].includes(code)) {
    expect(await outcomeOf(tokens.getToken())).toBe(result)
    expect(calls).toHaveLength(made)
    await clock.advance(COOL_DOWN_MS)
  }
  expect((await tokens.getToken()).accessToken).toMatch(/^token-after-/)
  expect(calls).toHaveLength(made + 1)
}
