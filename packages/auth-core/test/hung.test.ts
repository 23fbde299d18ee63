import { describe, expect, it } from 'vitest'
import type { Grant } from '../src/grants/grant.ts'
import type { TokenResponse } from '../src/token.ts'
import { outcomeOf, refuse, stubbedSource } from './token-endpoint-stub.ts'

// Code of the user's that never answers: a vault behind a dead connection, a grant of one's own.

const BUDGET_MS = 30_000
const HOUR_MS = 3_600_000
const hang = () => new Promise<never>(() => {})

/** A source whose secret hangs while `state.hangs`. */
function withVault(answer?: Parameters<typeof stubbedSource>[0] & {}) {
  const state = { hangs: false }
  const clientSecret = () => (state.hangs ? hang() : 'made-up-secret')
  return { state, ...stubbedSource({ client: { clientSecret }, ...answer }) }
}

describe('a secret function that hangs once', () => {
  it('B08 costs its callers the budget, and nobody after them', async () => {
    const { state, source, calls, clock } = withVault()
    state.hangs = true
    const first = outcomeOf(source.getToken())
    await clock.advance(BUDGET_MS)
    expect(await first).toMatchObject({
      code: 'token_endpoint_unavailable',
      message: 'A secret function gave no answer within tokenBudgetMs.',
    })
    state.hangs = false
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
    expect(calls).toHaveLength(1)
    expect(clock.timers).toBe(0)
  })

  it('B04 behind a valid token costs nobody anything', async () => {
    const { state, source, clock } = withVault()
    await source.getToken()
    await clock.advance(0.75 * HOUR_MS)
    state.hangs = true
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
    await clock.advance(BUDGET_MS)
    state.hangs = false
    await clock.advance(0.25 * HOUR_MS)
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-2' })
  })

  it('B07 in a cool-down leaves the refusal that is remembered', async () => {
    const { state, source, clock } = withVault({ answer: () => refuse(401, 'invalid_client') })
    await outcomeOf(source.getToken())
    state.hangs = true
    await clock.advance(1_500)
    const again = outcomeOf(source.getToken())
    await clock.advance(BUDGET_MS)
    expect(await again).toMatchObject({ code: 'client_rejected' })
  })
})

describe('a grant of one’s own that hangs', () => {
  it('B08 is given up, and sends nothing when it wakes up', async () => {
    let wake = () => {}
    let asked = 0
    const grant: Grant = {
      identity: () => ['mine'],
      async requestToken({ exchange }): Promise<TokenResponse> {
        if (++asked > 1) return { accessToken: 'second', lifetimeMs: HOUR_MS }
        await new Promise<void>((resolve) => (wake = resolve))
        await exchange({ url: 'https://id.example/token', headers: {}, secrets: [] })
        return { accessToken: 'never' }
      },
    }
    const { source, calls, clock } = stubbedSource({ grant: () => grant })
    await clock.advance(HOUR_MS)
    const first = outcomeOf(source.getToken())
    await clock.advance(BUDGET_MS + 10_000)
    expect(await first).toMatchObject({ message: 'The grant gave no answer within tokenBudgetMs.' })
    wake()
    expect(await source.getToken()).toMatchObject({ accessToken: 'second' })
    expect(calls).toEqual([])
  })
})
