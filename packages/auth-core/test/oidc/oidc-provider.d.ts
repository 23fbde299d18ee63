// oidc-provider comes without types: what these tests use of it, as its version in the catalog has it.
declare module 'oidc-provider' {
  import type { IncomingHttpHeaders, RequestListener } from 'node:http'

  interface Context {
    readonly path: string
    readonly headers: IncomingHttpHeaders
    readonly status: number
    body: unknown
    readonly oidc: {
      readonly client: { readonly clientId: string }
      readonly params: Readonly<Record<string, string | undefined>>
    }
  }

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  interface Token {
    readonly expiration: number
    readonly tokenType: string
    destroy(): Promise<void>
    save(): Promise<string>
  }

  interface TokenModel {
    new (properties: TokenProperties): Token
    find(value: string): Promise<Token | undefined>
  }

  interface TokenProperties {
    readonly accountId: string
    readonly client: object
    readonly grantId: string
    readonly gty: string
    readonly scope: string
  }

  export class Provider {
    constructor(issuer: string, configuration: object)
    readonly Grant: new (properties: {
      accountId: string
      clientId: string
    }) => Grant
    readonly AccessToken: TokenModel
    readonly ClientCredentials: TokenModel
    readonly RefreshToken: TokenModel
    callback(): RequestListener
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this
    registerGrantType(
      name: string,
      handler: (context: Context) => Promise<void>,
      parameters: readonly string[],
    ): void
    on(
      event: 'grant.error' | 'server_error',
      listener: (context: Context, error: Error & { error_detail?: string }) => void,
    ): this
    on(event: 'grant.revoked', listener: (context: Context, grantId: string) => void): this
  }

  export const errors: {
    readonly InvalidGrant: new (detail: string) => Error
  }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** A store of its own for one provider; giving it by hand spares the notice about the default one. */
  export function createMemoryAdapter(clockTolerance: number): object
}
