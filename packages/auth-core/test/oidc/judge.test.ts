import { describe, expect, it } from 'vitest'
import { startAuthorizationServer } from './authorization-server.ts'

describe('the judge can condemn', () => {
  it('B09 a spent refresh token that comes back revokes the family, and that is counted', async (context) => {
    const judge = await startAuthorizationServer(context)
    const first = await judge.signIn('user-1')
    const second = await judge.trade(first.refreshToken)
    expect(await judge.isLive(second.accessToken)).toBe(true)
    expect([judge.revokedFamilies.length, judge.spentTwice()]).toEqual([0, []])

    await expect(judge.trade(first.refreshToken)).rejects.toThrow('invalid_grant')
    expect(judge.revokedFamilies).toHaveLength(1)
    expect(judge.spentTwice()).toEqual([first.refreshToken])
    expect(await judge.isLive(second.accessToken)).toBe(false)
    await expect(judge.trade(second.refreshToken)).rejects.toThrow('invalid_grant')
    expect(judge.refusals).toEqual(['refresh token already used', 'refresh token not found'])
  })

  it('B09 two at once revoke it too, and nobody else’s', async (context) => {
    const judge = await startAuthorizationServer(context)
    const [first, other] = await Promise.all([judge.signIn('user-1'), judge.signIn('user-2')])
    const outcomes = await Promise.allSettled([first, first].map((pair) => judge.trade(pair.refreshToken)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(judge.revokedFamilies).toHaveLength(1)
    await expect(judge.trade(other.refreshToken)).resolves.toBeDefined()
  })

  it('B01 it refuses an id and a secret that HTTP Basic carries as they are', async (context) => {
    const client = { clientId: 'a:b', clientSecret: 'c+d' }
    const judge = await startAuthorizationServer(context, client)
    const answers = ['a:b:c+d', 'a%3Ab:c%2Bd'].map(async (pair) => {
      const headers = { authorization: `Basic ${btoa(pair)}` }
      const body = new URLSearchParams({ grant_type: 'client_credentials' })
      return (await fetch(judge.client.tokenUrl, { method: 'POST', headers, body })).status
    })
    expect(await Promise.all(answers)).toEqual([401, 200])
  })
})
