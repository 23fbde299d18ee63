import { setTimeout as pause } from 'node:timers/promises'
import { createMemoryStore, type TokenSource } from '@latchkey/auth-core'
import { describe, expect, it } from 'vitest'
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts'
import { type ProtectedApi, startProtectedApi } from './protected-api.ts'
import { seeded, signedIn } from './refreshing-sources.ts'

const EXPIRIES = 3
const times = (count: number, grantType: string) => Array<string>(count).fill(grantType)

/** Nothing refused, no family revoked, no refresh token sent twice. */
function expectNoneSpentTwice(judge: AuthorizationServer): void {
  expect(judge.refusals).toEqual([])
  expect(judge.revokedFamilies).toEqual([])
  expect(judge.spentTwice()).toEqual([])
}

/** 100 callers, again and again, until so many tokens have really expired. */
async function useOverExpiries(judge: AuthorizationServer, api: ProtectedApi, ...sources: TokenSource[]) {
  judge.lifetime.accessToken = 2
  while (judge.calls.length <= EXPIRIES) {
    expect(await api.burst(...sources)).toEqual({ 200: 100 })
    await pause(200)
  }
  const [first, ...others] = judge.grantTypes()
  expect(first).toBe('password')
  expect(others).toEqual(times(others.length, 'refresh_token'))
  expectNoneSpentTwice(judge)
}

describe.concurrent('refresh tokens that oidc-provider rotates', () => {
  it('B09 100 callers after each real expiry spend 1 refresh token', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = signedIn(judge)
    for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
      await judge.letExpire(tokens)
      expect(await api.burst(tokens)).toEqual({ 200: 100 })
      expect(judge.grantTypes()).toEqual(['password', ...times(2 * expiry - 1, 'refresh_token')])
    }
    expectNoneSpentTwice(judge)
  })

  it('B09 the same with a refresh token of one’s own', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const { refreshToken } = await judge.signIn('user-1')
    const tokens = seeded(judge, () => refreshToken)
    for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
      await judge.letExpire(tokens)
      expect(await api.burst(tokens)).toEqual({ 200: 100 })
      expect(judge.grantTypes()).toEqual(['password', ...times(2 * expiry, 'refresh_token')])
    }
    expect(judge.calls[1]?.refreshToken).toBe(refreshToken)
    expectNoneSpentTwice(judge)
  })

  it('B06 B09 100 callers all the while are served through every real expiry', async (context) => {
    const judge = await startAuthorizationServer(context, { toleranceSeconds: 60 })
    const api = await startProtectedApi(context, judge)
    await useOverExpiries(judge, api, signedIn(judge))
  })

  it('B02 B09 an access token revoked under 100 requests in flight costs 1 refresh token', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = signedIn(judge)
    const { accessToken } = await tokens.getToken()
    api.holdUntil(100, () => judge.forget(accessToken))
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    expect(api.tally()).toEqual({ 401: 100, 200: 100 })
    expect(judge.grantTypes()).toEqual(['password', 'refresh_token'])
    expectNoneSpentTwice(judge)
  })
})

describe.concurrent('8 sources that share a store at oidc-provider', () => {
  function sharing(judge: AuthorizationServer, store = createMemoryStore()) {
    return Array.from({ length: 8 }, () => signedIn(judge, store))
  }

  it('B10 100 callers make 1 token call cold, and 1 each time the token is revoked', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const sources = sharing(judge)
    for (let revoked = 0; revoked <= EXPIRIES; revoked++) {
      expect(await api.burst(...sources)).toEqual({ 200: 100 })
      expect(judge.grantTypes()).toEqual(['password', ...times(revoked, 'refresh_token')])
      await judge.forget(api.calls.at(-1)?.token ?? '')
    }
    expectNoneSpentTwice(judge)
  })

  it('B10 100 callers all the while spend each refresh token once over real expiries', async (context) => {
    const judge = await startAuthorizationServer(context, { toleranceSeconds: 60 })
    const api = await startProtectedApi(context, judge)
    await useOverExpiries(judge, api, ...sharing(judge))
  })

  it('B10 200 forced refreshes spend each refresh token once', async (context) => {
    const judge = await startAuthorizationServer(context)
    async function refreshOften(tokens: TokenSource): Promise<void> {
      for (let round = 0; round < 25; round++) await tokens.getToken({ forceRefresh: true })
    }
    await Promise.all(sharing(judge).map(refreshOften))
    expect(judge.calls.length).toBeGreaterThanOrEqual(25)
    expectNoneSpentTwice(judge)
  })

  it('B10 the judge condemns them where the store has no leases', async (context) => {
    const judge = await startAuthorizationServer(context)
    const { get, set } = createMemoryStore()
    const sources = sharing(judge, { get, set })
    await sources[0]?.getToken()
    await Promise.all(sources.map((tokens) => tokens.getToken({ forceRefresh: true })))
    expect(judge.revokedFamilies).not.toHaveLength(0)
    expect(judge.spentTwice()).not.toHaveLength(0)
  })
})
