import { describe, expect, it } from 'vitest'
import { issue, stubbedSource, times } from './token-endpoint-stub.ts'

const HOUR_MS = 3_600_000

function jwt(claims: object): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, '')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}

/** A source whose token endpoint says what time it is: ours and `aheadMs` more. */
function dated(aheadMs: number, members: (serverNow: number) => Record<string, unknown>) {
  const stubbed = stubbedSource()
  const serverNow = () => stubbed.clock.now() + aheadMs
  stubbed.endpoint.answer = (_, number) => {
    const response = issue(number, members(serverNow()))
    response.headers.set('date', new Date(serverNow()).toUTCString())
    return response
  }
  return stubbed
}

describe('the Date of a token response', () => {
  it.each([HOUR_MS, -HOUR_MS])('B13 that is %d ms off corrects expiresAt', async (aheadMs) => {
    const { source, clock } = dated(aheadMs, () => ({ expires_in: 600 }))
    expect((await source.getToken()).expiresAt).toBe(clock.now() + aheadMs + 600_000)
  })

  it.each([59_000, 60_000, -60_000])('B13 that is near (%d ms) says nothing new', async (aheadMs) => {
    const { source, clock } = dated(aheadMs, () => ({ expires_in: 600 }))
    expect((await source.getToken()).expiresAt).toBe(clock.now() + 600_000)
  })

  it.each([0, HOUR_MS, -HOUR_MS])(
    'B13 is what the exp of a JWT counts from, with %d ms between the clocks',
    async (aheadMs) => {
      const { source, clock } = dated(aheadMs, (serverNow) => ({
        expires_in: undefined,
        access_token: jwt({ exp: serverNow / 1000 + 600, jti: Math.random() }),
      }))
      const first = await source.getToken()
      expect(first.expiresAt).toBe(clock.now() + aheadMs + 600_000)
      await clock.advance(539_999)
      expect(await source.getToken()).toBe(first)
      await clock.advance(1)
      expect(await source.getToken()).not.toBe(first)
    },
  )

  it.each([-1, 0])('B13 an exp %d s from when the token comes says nothing', async (seconds) => {
    const { source, calls } = dated(0, (serverNow) => ({
      expires_in: undefined,
      access_token: jwt({ exp: serverNow / 1000 + seconds }),
    }))
    for (const _ of times(5, () => 0)) await source.getToken()
    expect(calls).toHaveLength(1)
  })
})
