import type { CachingTokenSource, TokenSourceOptions } from '@latchkey/auth-core'
import { clientCredentials, createAuthFetch, createTokenSource, type Fetch } from '@latchkey/auth-core'

/** How the realm's token endpoint behaves. */
export interface RealmRules {
  readonly token?: 'issue' | 'refuse' | 'unavailable' | 'html' | 'redirect'
  readonly lifetimeSeconds?: number
  /** Keeps token calls waiting until other rules come. */
  readonly hold?: boolean
}

export interface ApiCall {
  readonly status: number
  readonly contentType: string
  /** In base64. */
  readonly body: string
}

/** What the realm's server has had. */
export interface RealmSeen {
  readonly tokenCalls: number
  readonly calls: readonly ApiCall[]
}

export const clientSecret = 'canary-client-secret'

/** A scene's own token endpoint and API on the stage, and a client of them. */
export interface Realm {
  readonly api: string
  readonly redirect: string
  readonly tokens: CachingTokenSource
  readonly fetch: Fetch
  setRules(rules: RealmRules): Promise<void>
  revoke(): Promise<void>
  seen(): Promise<RealmSeen>
}

export type RealmOptions = Omit<TokenSourceOptions, 'grant'>

export function createRealm(stage: string, name: string, options: RealmOptions = {}): Realm {
  const base = `${stage}/${name}`
  const grant = clientCredentials({ tokenUrl: `${base}/token`, clientId: 'smoke', clientSecret })
  const tokens = createTokenSource({ grant, ...options })
  return {
    api: `${base}/api`,
    redirect: `${base}/redirect`,
    tokens,
    fetch: createAuthFetch({ tokens, origins: [stage] }),
    setRules: async (rules) => void (await ask(`${base}/rules`, 'PUT', JSON.stringify(rules))),
    revoke: async () => void (await ask(`${base}/revoke`, 'POST')),
    seen: async () => (await ask(`${base}/seen`)) as RealmSeen,
  }
}

async function ask(url: string, method = 'GET', body: string | null = null): Promise<unknown> {
  return (await fetch(url, { method, body })).json()
}
