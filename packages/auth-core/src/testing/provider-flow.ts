import type { Clock } from '../clock.ts'
import type { Fetch } from '../fetch.ts'
import type { TokenSource } from '../token-source.ts'

/**
 * One way in which a provider's client gets its tokens, as data: what the conformance suite and the demo both run.
 * A provider package exports its own as `flows` from `test/flows.ts`.
 */
export interface ProviderFlow {
  /** The provider's short name, as in the name of its package. */
  readonly provider: string
  /** Tells the flow from the provider's others. */
  readonly name: string
  /** The parsed OpenAPI documents that the sandbox is made from. */
  readonly documents: readonly unknown[]
  /** Whom the sandbox knows: the first client is the one that `connect` uses. */
  readonly sandbox: FlowSandboxOptions
  /** Whether the provider tells the lifetime of its tokens; where it does not, their end is seen as a 401. */
  readonly namesLifetime: boolean
  /** The option that takes the client's secret, such as `clientSecret`. */
  readonly secretOption: string
  /** Makes the clients as a customer would, with the options laid over the flow's own. */
  connect(sandbox: FlowSandbox, options: FlowOptions): FlowConnection
}

/** Options of the provider's client; the flow passes them on as they are. */
export interface FlowOptions {
  readonly clock?: Clock
  readonly fetch?: Fetch
  readonly [option: string]: unknown
}

export interface FlowConnection {
  /** Every client that was made, for a look inside. */
  readonly clients: readonly { readonly fetch: Fetch; readonly tokens: TokenSource }[]
  /** One for each subject: calls the first protected resource. */
  readonly calls: readonly FlowCall[]
}

/** One API call through the client. */
export type FlowCall = () => Promise<{ readonly response: Response }>

/** Whom a sandbox knows. */
export interface FlowSandboxOptions {
  readonly clients: readonly {
    readonly clientId: string
    readonly clientSecret: string
    readonly scopes?: readonly string[]
  }[]
  readonly users?: readonly { readonly username: string; readonly password: string }[]
}

/** What the suite needs of a sandbox; `@latchkey/contract` makes one. */
export interface FlowSandbox {
  origin(serverUrl: string): string
  url(documentedUrl: string): string
  revokeAll(including?: { readonly refreshTokens?: boolean }): void
  expireAll(): void
  fail(fault: { readonly on: 'token' | 'api'; readonly status: number; readonly body?: unknown }): void
  readonly requests: readonly { readonly kind: 'token' | 'api' | 'unknown' }[]
  readonly issued: readonly {
    readonly accessToken: string
    readonly refreshToken?: string
    /** In epoch milliseconds. */
    readonly expiresAt: number
  }[]
  close(): Promise<void>
}
