import { globSync } from 'node:fs'
import type { TokenSource } from '@latchkey/auth-core'

/** What a provider's client is made with. */
export interface Means {
  readonly fetch: typeof fetch
  readonly clientId: string
  readonly clientSecret: string
  /** In place of the credentials. */
  readonly tokens?: TokenSource
  readonly headers?: { readonly [name: string]: string }
}

/** By `<document id>#<operationId>`: how the provider's client calls the operation. */
export type ProviderCalls = { readonly [operation: string]: (means: Means) => Promise<unknown> }

/** What a client takes: the credentials, or tokens that came from elsewhere. */
export function authenticationOf({ tokens, clientId, clientSecret }: Means) {
  return tokens === undefined ? { clientId, clientSecret } : { tokens }
}

/** The calls of every provider: whatever stands in `calls/` takes part. */
export async function loadCalls(): Promise<ProviderCalls> {
  const files = globSync('calls/*.ts', { cwd: import.meta.dirname }).sort()
  const modules = await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)))
  return Object.assign({}, ...modules.map((module: { calls: ProviderCalls }) => module.calls))
}
