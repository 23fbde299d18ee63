import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { CachingTokenSource } from '@latchkey/auth-core'
import { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import { allowPasswords, madeUpPassword } from './password-grant.ts'
import { type Closing, serve } from './serve.ts'

/** One request that the token endpoint has answered. */
interface TokenCall {
  readonly grantType: string | undefined
  readonly refreshToken: string | undefined
  readonly authentication: 'client_secret_basic' | 'client_secret_post'
  readonly status: number
}

export interface AuthorizationServerOptions {
  readonly clientId?: string
  readonly clientSecret?: string
  /** How long tokens are taken after their end, so that a slow machine fails nothing. @default 0 */
  readonly toleranceSeconds?: number
}

export type AuthorizationServer = Awaited<ReturnType<typeof startAuthorizationServer>>

const DAY = 86_400

/**
 * The judge: oidc-provider on a real loopback port. It rotates refresh tokens, and revokes the whole family when a spent
 * one comes back.
 */
export async function startAuthorizationServer(closing: Closing, options: AuthorizationServerOptions = {}) {
  const { clientId = 'made-up-client', clientSecret = 'made-up-client-secret' } = options
  const server = await serve(closing)
  /** Of what is issued from now on, in seconds. The server counts full ones: 2 are 1 to 2. */
  const lifetime = { accessToken: DAY, refreshToken: DAY }
  const { toleranceSeconds = 0 } = options
  const provider = new Provider(
    server.origin,
    configurationOf({ clientId, clientSecret, toleranceSeconds, lifetime }),
  )
  allowPasswords(provider)
  const records = recordOf(provider)
  server.answer(provider.callback())

  function post(path: string, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
    return fetch(server.origin + path, { method: 'POST', body })
  }

  async function request(fields: Record<string, string>) {
    const answer = (await (await post('/token', fields)).json()) as Record<string, string>
    const { access_token: accessToken, refresh_token: refreshToken, error } = answer
    if (accessToken === undefined || refreshToken === undefined) throw new Error(error)
    return { accessToken, refreshToken }
  }

  /** Asked of the server's own records, as its introspection endpoint does. */
  async function isLive(token: string): Promise<boolean> {
    const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))
    return found !== undefined
  }

  return {
    ...records,
    lifetime,
    /** What every grant of the client needs. */
    client: { tokenUrl: `${server.origin}/token`, clientId, clientSecret },
    /** Two token calls that none of our code has a part in. */
    signIn: (username: string) =>
      request({ grant_type: 'password', username, password: madeUpPassword, scope: 'offline_access' }),
    trade: (refreshToken: string) => request({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    /** Revokes at the revocation endpoint: an access token takes the refresh tokens of its family along. */
    async revoke(token: string): Promise<void> {
      await post('/token/revocation', { token })
    },
    /** Takes an access token back and leaves its family alone. */
    async forget(accessToken: string): Promise<void> {
      await (await provider.AccessToken.find(accessToken))?.destroy()
    },
    isLive,
    /** Gets a token that is live for a moment only, and waits until it really is not. The next one lives for a day. */
    async letExpire(tokens: CachingTokenSource): Promise<void> {
      lifetime.accessToken = 2
      const { accessToken } = await tokens.getToken({ forceRefresh: true })
      lifetime.accessToken = DAY
      while (await isLive(accessToken)) await pause(20)
    },
  }
}

/** What the server saw, in its own words. */
function recordOf(provider: Provider) {
  const calls: TokenCall[] = []
  const refusals: string[] = []
  const revokedFamilies: string[] = []
  provider.on('grant.error', (_, error) => refusals.push(error.error_detail ?? error.message))
  provider.on('server_error', (_, error) => refusals.push(error.message))
  provider.on('grant.revoked', (_, grantId) => revokedFamilies.push(grantId))
  let last: Promise<void> = Promise.resolve()
  provider.use(async (context, next) => {
    if (context.path !== '/token') return next()
    // One at a time: oidc-provider reads whether a refresh token is spent a while before it marks it so, and two at once
    // would both pass.
    last = last.then(next)
    await last
    const { grant_type: grantType, refresh_token: refreshToken } = context.oidc.params
    const authentication = context.headers.authorization ? 'client_secret_basic' : 'client_secret_post'
    calls.push({ grantType, refreshToken, authentication, status: context.status })
  })
  return {
    calls,
    /** Why the token endpoint refused what it refused. */
    refusals,
    /** The grants of which a spent refresh token came back, or whose refresh token was revoked. */
    revokedFamilies,
    /** The refresh tokens that came more than once. */
    spentTwice(): string[] {
      const sent = calls.flatMap(({ refreshToken }) => refreshToken ?? [])
      return sent.filter((token, index) => sent.indexOf(token) < index)
    },
    grantTypes: () => calls.map(({ grantType }) => grantType),
  }
}

interface Configured extends Required<AuthorizationServerOptions> {
  readonly lifetime: { readonly accessToken: number; readonly refreshToken: number }
}

/** Says everything whose default prints a notice, so that whatever the server prints is worth reading. */
function configurationOf({ clientId, clientSecret, toleranceSeconds, lifetime }: Configured) {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return {
    adapter: createMemoryAdapter(toleranceSeconds),
    jwks: { keys: [key] },
    clientDefaults: { id_token_signed_response_alg: 'Ed25519' },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ['client_credentials', 'refresh_token', 'password'],
        response_types: [],
        redirect_uris: [],
        scope: 'offline_access read write',
      },
    ],
    scopes: ['offline_access', 'read', 'write', 'admin'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    rotateRefreshToken: true,
    clockTolerance: toleranceSeconds,
    ttl: {
      AccessToken: () => lifetime.accessToken,
      ClientCredentials: () => lifetime.accessToken,
      RefreshToken: () => lifetime.refreshToken,
      Grant: DAY,
    },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  }
}
