import { clientCredentials, createTokenSource, password } from '@latchkey/auth-core'
import { describe, expect, it, vi } from 'vitest'
import { startAuthorizationServer } from './authorization-server.ts'
import { madeUpPassword } from './password-grant.ts'
import { startProtectedApi } from './protected-api.ts'

const plain = { clientId: 'made-up-client', clientSecret: 'made-up-client-secret' }
/** What form encoding, Basic and percent encoding give a meaning of their own. */
const special = { clientId: 'a:b c+d%20&e=f/?#"<>\\~', clientSecret: 's:t u+v%3A&w=x/?#"<>\\~!*()' }

describe.concurrent('client credentials at oidc-provider', () => {
  it.for([
    ['client_secret_basic', 'plain', plain],
    ['client_secret_basic', 'special', special],
    ['client_secret_post', 'plain', plain],
    ['client_secret_post', 'special', special],
  ] as const)(
    'B01 100 cold callers make 1 token call with %s and %s characters',
    async ([clientAuthentication, , client], context) => {
      const judge = await startAuthorizationServer(context, client)
      const api = await startProtectedApi(context, judge)
      const grant = clientCredentials({ ...judge.client, clientAuthentication, scope: ['read', 'write'] })
      const tokens = createTokenSource({ grant })
      expect(await api.burst(tokens)).toEqual({ 200: 100 })
      expect(judge.calls).toEqual([
        expect.objectContaining({ authentication: clientAuthentication, status: 200 }),
      ])
      expect(api.calls).toHaveLength(100)
      expect((await tokens.getToken()).scope).toBe('read write')
    },
  )

  it('B01 again when the token has really expired: 1 token call', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = createTokenSource({ grant: clientCredentials(judge.client) })
    await judge.letExpire(tokens)
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    expect(judge.grantTypes()).toEqual(['client_credentials', 'client_credentials'])
  })

  it('B02 revoked under 100 requests in flight: 1 token call, all 100 succeed', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    const tokens = createTokenSource({ grant: clientCredentials(judge.client) })
    const { accessToken } = await tokens.getToken()
    api.holdUntil(100, () => judge.revoke(accessToken))
    expect(await api.burst(tokens)).toEqual({ 200: 100 })
    expect(judge.calls).toHaveLength(2)
    expect(api.tally()).toEqual({ 401: 100, 200: 100 })
    expect(api.calls.filter(({ token }) => token === accessToken)).toHaveLength(100)
  })
})

describe.concurrent('refusals of oidc-provider', () => {
  it('B07 a wrong secret: 1 token call for 100 callers and 50 more, until it is corrected', async (context) => {
    const judge = await startAuthorizationServer(context)
    const api = await startProtectedApi(context, judge)
    let clientSecret = 'wrong'
    const grant = clientCredentials({ ...judge.client, clientSecret: () => clientSecret })
    const tokens = createTokenSource({ grant })
    expect(await api.burst(tokens)).toEqual({ client_rejected: 100 })
    for (let request = 0; request < 50; request++) {
      await expect(tokens.getToken()).rejects.toMatchObject({
        code: 'client_rejected',
        response: { status: 401, error: 'invalid_client' },
      })
    }
    expect(judge.refusals).toEqual(['invalid secret provided'])
    expect(api.calls).toHaveLength(0)
    clientSecret = judge.client.clientSecret
    await vi.waitFor(() => tokens.getToken(), { timeout: 10_000 })
    expect(judge.calls.map(({ status }) => status)).toEqual([401, 200])
  })

  it('B07 a scope that the client may not have, and a wrong password: 1 token call each', async (context) => {
    const judge = await startAuthorizationServer(context)
    const user = { ...judge.client, username: 'user-1', scope: 'read' }
    const refused = [
      clientCredentials({ ...judge.client, scope: 'admin' }),
      password({ ...user, password: 'wrong' }),
    ]
    for (const tokens of refused.map((grant) => createTokenSource({ grant }))) {
      for (let request = 0; request < 50; request++) {
        await expect(tokens.getToken()).rejects.toMatchObject({ code: 'grant_rejected' })
      }
    }
    expect(judge.refusals).toEqual(['invalid_scope', 'wrong password'])
    const tokens = createTokenSource({ grant: password({ ...user, password: madeUpPassword }) })
    expect((await tokens.getToken()).scope).toBe('read')
  })
})
