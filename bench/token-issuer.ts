import {
  type CachingTokenSource,
  type Clock,
  clientCredentials,
  createTokenSource,
  type TokenTimingOptions,
} from '@latchkey/auth-core'

/** A token endpoint in this process, and how often it was called. */
export interface TokenIssuer {
  readonly calls: number
  /** The last one issued. */
  readonly token: string
  readonly fetch: typeof globalThis.fetch
}

export interface TokenIssuerOptions {
  readonly lifetimeSeconds?: number
  /** Waited for before each answer. */
  readonly answerAfter?: (() => Promise<unknown>) | undefined
  /** Whether it answers 503 now. */
  readonly isDown?: () => boolean
}

export function tokenIssuer(options: TokenIssuerOptions = {}): TokenIssuer {
  const { lifetimeSeconds = 3_600, answerAfter, isDown = () => false } = options
  let calls = 0
  let token = ''
  return {
    get calls() {
      return calls
    },
    get token() {
      return token
    },
    async fetch() {
      calls++
      await answerAfter?.()
      if (isDown()) return new Response(null, { status: 503 })
      token = `token-${String(calls).padStart(34, '0')}`
      return Response.json({ access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds })
    },
  }
}

/** A source of the issuer's tokens, with the client credentials grant. */
export function sourceOf(
  { fetch }: TokenIssuer,
  options: TokenTimingOptions & { readonly clock?: Clock | undefined } = {},
): CachingTokenSource {
  const grant = clientCredentials({
    tokenUrl: 'https://id.example.com/token',
    clientId: 'bench-client',
    clientSecret: 'bench-secret',
    fetch,
  })
  return createTokenSource({ grant, ...options })
}

/** A source that has its token. */
export async function cachedSource(): Promise<CachingTokenSource> {
  const tokens = sourceOf(tokenIssuer())
  await tokens.getToken()
  return tokens
}
