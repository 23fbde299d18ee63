import { describe, expect, it, vi } from 'vitest'
import { startAuthorizationServer } from './authorization-server.ts'
import { startProtectedApi } from './protected-api.ts'
import { seeded, signedIn } from './refreshing-sources.ts'

describe.concurrent('the end of a family of refresh tokens at oidc-provider', () => {
  it('B09 revoked under 100 requests in flight: the password once, all succeed', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = signedIn(judge)
    const { accessToken } = await tokens.getToken()
    api.holdUntil(100, () => judge.revoke(accessToken))
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    expect(judge.grantTypes()).toEqual(['password', 'refresh_token', 'password'])
    expect(judge.refusals).toEqual(['refresh token not found'])
  })

  it('B09 revoked because a thief used a spent token: the same, and the new family lives', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = signedIn(judge)
    await tokens.getToken()
    await tokens.getToken({ forceRefresh: true })
    await expect(judge.trade(judge.calls[1]?.refreshToken ?? '')).rejects.toThrow('invalid_grant')
    expect(judge.revokedFamilies).toHaveLength(1)
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    await tokens.getToken({ forceRefresh: true })
    expect(judge.calls.slice(3).map(({ grantType, status }) => [grantType, status])).toEqual([
      ['refresh_token', 400],
      ['password', 200],
      ['refresh_token', 200],
    ])
    expect(judge.revokedFamilies).toHaveLength(1)
  })

  it('B07 B09 without a password: login_required after 1 token call, until the user signs in', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    let { refreshToken } = await judge.signIn('user-1')
    const tokens = seeded(judge, () => refreshToken)
    const { accessToken } = await tokens.getToken()
    api.holdUntil(100, () => judge.revoke(accessToken))
    expect(await api.burst(tokens)).toEqual({ login_required: 100 })
    expect(await api.burst(tokens)).toEqual({ login_required: 100 })
    expect(judge.refusals).toEqual(['refresh token not found'])
    refreshToken = (await judge.signIn('user-1')).refreshToken
    await vi.waitFor(() => tokens.getToken(), { timeout: 10_000 })
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    expect(judge.calls.map(({ status }) => status)).toEqual([200, 200, 400, 200, 200])
    expect([judge.revokedFamilies, judge.spentTwice()]).toEqual([[], []])
  })

  it('B09 by its own age: login_required after 1 token call', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const { refreshToken } = await judge.signIn('user-1')
    judge.lifetime.refreshToken = 2
    const tokens = seeded(judge, () => refreshToken)
    await judge.letExpire(tokens)
    expect(await api.burst(tokens)).toEqual({ login_required: 100 })
    expect(judge.calls.map(({ status }) => status)).toEqual([200, 200, 400])
  })
})
