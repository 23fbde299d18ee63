import { errors, type Provider } from 'oidc-provider'

export const madeUpPassword = 'made-up-password'

/** Teaches oidc-provider the grant of RFC 6749 section 4.3: every user has the same password. */
export function allowPasswords(provider: Provider): void {
  provider.registerGrantType(
    'password',
    async (context) => {
      const { client, params } = context.oidc
      const { username: accountId = '', password, scope = '' } = params
      if (password !== madeUpPassword) throw new errors.InvalidGrant('wrong password')
      const grant = new provider.Grant({ accountId, clientId: client.clientId })
      grant.addOIDCScope(scope)
      const source = { accountId, client, scope, grantId: await grant.save(), gty: 'password' }
      const accessToken = new provider.AccessToken(source)
      context.body = {
        access_token: await accessToken.save(),
        token_type: accessToken.tokenType,
        expires_in: accessToken.expiration,
        refresh_token: await new provider.RefreshToken(source).save(),
        scope,
      }
    },
    ['username', 'password', 'scope'],
  )
}
