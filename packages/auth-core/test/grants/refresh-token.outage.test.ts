import { describe, expect, it } from 'vitest'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { settled } from '../settled.ts'
import { issue, refuse, stubbedSource } from '../token-endpoint-stub.ts'

const HOUR_MS = 3_600_000

describe('an outage whose body speaks of an invalid_grant', () => {
  it.each([500, 503, 429])(
    'B09 %d: it is one all the same, the initial grant stays unused',
    async (status) => {
      const { source, clock, calls, endpoint } = stubbedSource({
        grant: (common) => refreshToken({ initial: password({ ...common, username: 'u', password: 'p' }) }),
        answer: (_, number) => issue(number, { refresh_token: `refresh-${number}` }),
      })
      await source.getToken()
      await clock.advance(HOUR_MS)
      endpoint.answer = () => refuse(status, 'invalid_grant')
      expect(await settled(source.getToken(), clock)).toMatchObject({ code: 'token_endpoint_unavailable' })
      const sent = new Set(calls.slice(1).map(({ fields }) => fields['refresh_token']))
      expect(sent).toEqual(new Set(['refresh-1']))
    },
  )

  it('B04 B09 behind a valid token it does not cost the refresh token', async () => {
    const { source, clock, calls, endpoint } = stubbedSource({
      grant: (common) => refreshToken({ ...common, refreshToken: 'refresh-0', subject: 'anna' }),
      answer: (_, number) => issue(number, { refresh_token: `refresh-${number}` }),
    })
    await source.getToken()
    await clock.advance(0.75 * HOUR_MS)
    const { answer } = endpoint
    endpoint.answer = () => refuse(503, 'invalid_grant')
    await source.getToken()
    while (calls.length < 2) await clock.advance(1)
    endpoint.answer = answer
    await clock.advance(0.25 * HOUR_MS)
    expect(await settled(source.getToken(), clock)).toMatchObject({ accessToken: 'token-3' })
  })
})
