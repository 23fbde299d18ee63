import { describe, expect, it } from 'vitest'
import type { Grant } from '../../src/grants/grant.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import {
  type Answer,
  hang,
  issue,
  outcomeOf,
  refuse,
  type StubbedSourceOptions,
  stubbedSource,
  type TokenCall,
  tokenUrl,
} from '../token-endpoint-stub.ts'

// A time-out that the server did process: it has rotated the refresh token and its answer never came. The exchange is
// sent again once, knowing that; what comes of it is the server's to say.

/** A server that rotates; a refresh token that comes again is reuse, unless there is a period of grace for the last. */
function rotatingServer({ grace }: { grace: boolean }) {
  let current = 'refresh-0'
  let previous = ''
  let revoked = false
  return {
    get revoked() {
      return revoked
    },
    answer: ({ fields }: TokenCall, number: number): Response => {
      if (fields['grant_type'] === 'password') {
        revoked = false
        previous = ''
        current = `login-${number}`
        return issue(number, { refresh_token: current })
      }
      const sent = fields['refresh_token']
      if (sent === previous && grace) return issue(number, { refresh_token: current })
      if (sent !== current) revoked = true
      if (revoked) return refuse(400, 'invalid_grant')
      previous = current
      current = `refresh-${number}`
      return issue(number, { refresh_token: current })
    },
  }
}

/** The server does its work for the first `count` refreshes, and says nothing. */
function processedUnanswered(server: { answer: Answer }, count: number): Answer {
  let left = count
  return async (call, number) => {
    const done = await server.answer(call, number)
    if (call.fields['grant_type'] === 'password' || left === 0) return done
    left--
    return hang(call)
  }
}

const grants: Record<string, NonNullable<StubbedSourceOptions['grant']>> = {
  initial: (common) =>
    refreshToken({ initial: password({ ...common, username: 'made-up', password: 'made-up' }) }),
  seeded: (common) => refreshToken({ ...common, refreshToken: 'refresh-0', subject: 'made-up' }),
  ofOnesOwn: (common) => {
    const initial = password({ ...common, username: 'made-up', password: 'made-up' })
    const refresh: Grant['refresh'] = async (refresh_token, { exchange }) => {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await exchange({ url: tokenUrl, headers, body, fetch: common.fetch, secrets: [] })
      return { accessToken: (answer.body as { access_token: string }).access_token }
    }
    return refreshToken({ initial: { ...initial, refresh } })
  },
}

async function play(grant: keyof typeof grants, grace: boolean, unanswered: number) {
  const server = rotatingServer({ grace })
  const { source, clock, calls, endpoint } = stubbedSource({ grant: grants[grant], answer: server.answer })
  if (grant !== 'seeded') await source.getToken()
  calls.length = 0
  endpoint.answer = processedUnanswered(server, unanswered)
  const renew = async () => {
    const asked = outcomeOf(source.getToken({ forceRefresh: true }))
    await clock.advance(30_000)
    const result = await asked
    return result instanceof Error ? (result as Error & { code: string }).code : 'a token'
  }
  const seen = await renew()
  const sent = calls.map(({ fields }) => fields['refresh_token'] ?? 'initial grant')
  calls.length = 0
  const next = await renew()
  const sentNext = calls.map(({ fields }) => fields['refresh_token'] ?? 'initial grant')
  return { seen, sent, next, sentNext }
}

describe('B09 a time-out of an exchange that was processed', () => {
  it('B09 within a period of grace: the second try brings the token, and the newest refresh token is kept', async () => {
    expect(await play('seeded', true, 1)).toEqual({
      seen: 'a token',
      sent: ['refresh-0', 'refresh-0'],
      next: 'a token',
      sentNext: ['refresh-1'],
    })
  })

  it('B09 with reuse detection and a way back: the initial grant, at once', async () => {
    expect(await play('initial', false, 1)).toEqual({
      seen: 'a token',
      sent: ['login-1', 'login-1', 'initial grant'],
      next: 'a token',
      sentNext: ['login-3'],
    })
  })

  it('B09 with reuse detection and no way back: login_required, and nothing is sent any more', async () => {
    expect(await play('seeded', false, 1)).toEqual({
      seen: 'login_required',
      sent: ['refresh-0', 'refresh-0'],
      next: 'login_required',
      sentNext: [],
    })
  })

  it.each([
    ['ours', 'initial'],
    ['one that somebody else wrote', 'ofOnesOwn'],
  ])(
    'B09 both tries unanswered, the grant is %s: an outage, and the initial grant only once refused',
    async (_, grant) => {
      expect(await play(grant, false, 2)).toEqual({
        seen: 'token_endpoint_unavailable',
        sent: ['login-1', 'login-1'],
        next: 'a token',
        sentNext: ['login-1', 'initial grant'],
      })
    },
  )

  it('B09 both tries unanswered, within a period of grace: the next call brings the token', async () => {
    expect(await play('initial', true, 2)).toEqual({
      seen: 'token_endpoint_unavailable',
      sent: ['login-1', 'login-1'],
      next: 'a token',
      sentNext: ['login-1'],
    })
  })
})
