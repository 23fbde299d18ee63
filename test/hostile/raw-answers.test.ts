import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { good, type TrialOperation } from '../../packages/auth-core/test/hostile-answers.trial.ts'
import { outcomeOf } from '../../packages/auth-core/test/token-endpoint-stub.ts'
import { clientOperations } from './operations.ts'
import { type RawAnswer, rawAnswers } from './raw-answers.ts'
import { rawServer } from './raw-server.ts'

// What a mocked fetch cannot say: real bytes on a real socket, read by the platform's own fetch, in real time.

// The last try of a budget has half of it: one that comes at its very end is cut off on a busy machine.
beforeAll(() => void vi.spyOn(Math, 'random').mockReturnValue(0.99))
afterAll(() => void vi.restoreAllMocks())

/** One operation of each kind: the token in the body, in a header, and for a refresh token. */
const kinds = clientOperations.filter(
  ({ name, token, afterLogin }) => token === 'inHeader' || afterLogin || name.startsWith('gogox'),
)

async function bytesOf(response: Response): Promise<string> {
  const body = await response.text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 200 OK\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`
}

const loggedIn = await bytesOf(good('first', { expires_in: 0, refresh_token: 'refresh-1' }))
const recovered = await bytesOf(good('token-after'))

async function expectOutcome(operation: TrialOperation, row: RawAnswer): Promise<void> {
  const outcome = row[operation.token]
  const unavailable = 'code' in outcome && outcome.code === 'token_endpoint_unavailable'
  let said: RawAnswer['bytes'] = operation.afterLogin ? loggedIn : row.bytes
  const server = await rawServer((socket) => {
    socket.write(said)
    if (said === row.bytes && row.closes) socket.end()
  })
  const waitMs = unavailable ? 1_000 : 10_000
  let requests = 0
  // Counted where they leave: the server may still be hearing one that was given up.
  const fetch: typeof globalThis.fetch = (...args) => {
    requests++
    return globalThis.fetch(...args)
  }
  const terms = { tokenUrl: server.url, fetch, tokenBudgetMs: waitMs, attemptTimeoutMs: waitMs }
  const tokens = operation.connect(terms)
  if (operation.afterLogin) await tokens.getToken()
  said = row.bytes
  const result = await outcomeOf(tokens.getToken())
  said = recovered
  const made = requests
  const again = await outcomeOf(tokens.getToken())
  const cost = requests - made
  server.close()
  if ('lifetimeMs' in outcome) {
    expect(result).toMatchObject({ accessToken: 'token-1' })
    expect([again, cost]).toEqual([result, 0])
    return
  }
  const { code, status } = outcome
  const what = status === undefined ? 'gave no answer' : `answered ${status}`
  const message = expect.stringContaining(`Token endpoint ${server.url} ${what}`)
  expect(result).toMatchObject({ code, message })
  // A refusal is remembered for a while; after anything else the next call asks anew.
  if (row.remembered) expect([again, cost]).toEqual([result, 0])
  else expect([again, cost]).toMatchObject([{ accessToken: 'token-after' }, 1])
}

it.concurrent.each(rawAnswers)('B20 on a real socket: $name', async (row) => {
  await Promise.all(kinds.map((operation) => expectOutcome(operation, row)))
})

it('B20 the kinds are one of each', () => {
  expect(kinds.map(({ name }) => name.split(' ')[0])).toEqual(['genuin', 'gini', 'gogox'])
})
