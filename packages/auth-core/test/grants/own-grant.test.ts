import { describe, expect, it } from 'vitest'
import { LatchkeyError } from '../../src/errors.ts'
import type { Grant, GrantContext } from '../../src/grants/grant.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import type { TokenResponse } from '../../src/token.ts'
import { createTokenSource } from '../../src/token-source.ts'
import { outcomeOf } from '../token-endpoint-stub.ts'

// `Grant` is an interface that anybody may implement, without defineGrant and without a type check.

const DAY_MS = 86_400_000

function sourceOf(answer: (context: GrantContext, number: number) => unknown, store = createMemoryStore()) {
  const clock = manualClock()
  let calls = 0
  const grant: Grant = {
    identity: () => ['mine'],
    requestToken: async (context) => answer(context, ++calls) as TokenResponse,
  }
  return { clock, source: createTokenSource({ grant, clock, store }), calls: () => calls }
}

describe('a grant of one’s own', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, '60', null])(
    'B22 a lifetime of %s is none, or a year: it is not served for ever',
    async (lifetimeMs) => {
      const { source, clock, calls } = sourceOf((_, number) => ({ accessToken: `t-${number}`, lifetimeMs }))
      await source.getToken()
      await clock.advance(366 * DAY_MS)
      await source.getToken()
      expect(calls()).toBe(2)
    },
  )

  it.each([
    ['nothing', undefined],
    ['no token', {}],
    ['no text', { accessToken: 42 }],
    ['a line break', { accessToken: 'made-up\r\nx: y' }],
  ])('B20 that brings %s is told so, and nothing is cached', async (_, answer) => {
    const { source } = sourceOf(() => answer)
    const errors = [await outcomeOf(source.getToken()), await outcomeOf(source.getToken())]
    expect(errors).toMatchObject(Array(2).fill({ code: 'malformed_token_response' }))
    expect(String(errors[0])).toMatch(/^LatchkeyError: What the grant returned has (no|an) access token/)
  })

  it('B09 that omits the refresh token keeps it, for other processes too', async () => {
    const given: unknown[] = []
    const answer = ({ refreshToken }: GrantContext, number: number) => {
      given.push(refreshToken)
      const brought = refreshToken === undefined ? { refreshToken: 'r-1' } : {}
      return { accessToken: `t-${number}`, lifetimeMs: 60_000, ...brought }
    }
    const store = createMemoryStore()
    const { source } = sourceOf(answer, store)
    for (let round = 0; round < 3; round++) await source.getToken({ forceRefresh: true })
    await sourceOf(answer, store).source.getToken({ forceRefresh: true })
    expect(given).toEqual([undefined, 'r-1', 'r-1', 'r-1'])
  })

  it('B09 may be of a class, as the initial grant too', async () => {
    class Mine implements Grant {
      #calls = 0
      identity() {
        return ['mine']
      }
      async requestToken() {
        return { accessToken: `token-${++this.#calls}`, lifetimeMs: 60_000, refreshToken: 'r' }
      }
      async refresh() {
        return { accessToken: `refreshed-${++this.#calls}`, lifetimeMs: 60_000 }
      }
    }
    const grant = refreshToken({ initial: new Mine() })
    const source = createTokenSource({ grant, clock: manualClock() })
    expect(await source.getToken()).toMatchObject({ accessToken: 'token-1' })
    expect(await source.getToken({ forceRefresh: true })).toMatchObject({ accessToken: 'refreshed-2' })
  })

  it('B07 is asked again where its credentials have changed, as the initial grant too', async () => {
    let pin = 'wrong'
    const answer = async () => {
      if (pin === 'wrong') throw new LatchkeyError('grant_rejected', 'The PIN is wrong.')
      return { accessToken: 'made-up', lifetimeMs: 60_000 }
    }
    const initial: Grant = {
      identity: () => ['mine'],
      credentials: () => [() => pin],
      requestToken: answer,
      refresh: answer,
    }
    for (const grant of [initial, refreshToken({ initial })]) {
      pin = 'wrong'
      const clock = manualClock()
      const source = createTokenSource({ grant, clock })
      await expect(source.getToken()).rejects.toMatchObject({ code: 'grant_rejected' })
      pin = 'right'
      await clock.advance(1_000)
      expect(await source.getToken()).toMatchObject({ accessToken: 'made-up' })
    }
  })
})
