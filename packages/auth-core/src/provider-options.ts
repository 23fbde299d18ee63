import type { HeadersOptions } from 'openapi-fetch'
import { checkKnown, checkUrl, invalidOption } from './check-options.ts'
import { type Fetch, lateBound } from './fetch.ts'
import type { FetchMiddleware } from './fetch-middleware.ts'
import type { ClientOptions } from './grants/client-options.ts'
import type { Grant } from './grants/grant.ts'
import type { ReplayOption } from './replay.ts'
import type { TokenOperation } from './token-operation.ts'
import { createTokenSource, type TokenSource } from './token-source.ts'
import { TOKEN_CACHE_OPTIONS, type TokenCacheOptions } from './token-source-options.ts'

/** What a provider client takes besides its credentials. */
export interface ProviderOptions extends TokenCacheOptions {
  /** Absolute URL below which the API lies. */
  readonly baseUrl?: string | undefined
  /** Shares a source between clients, or brings one's own, in place of credentials. */
  readonly tokens?: TokenSource | undefined
  /** The origins that may see the token. @default the origin of `baseUrl` */
  readonly origins?: readonly string[] | undefined
  /** Sent with every API call. */
  readonly headers?: HeadersOptions | undefined
  /** For API calls and token calls. @default globalThis.fetch, looked up at each call */
  readonly fetch?: Fetch | undefined
  /** Further init of every API call that TypeScript's `RequestInit` does not name, such as `dispatcher`. */
  readonly requestInitExt?: Record<string, unknown> | undefined
  /** Steps of your own, outside the authentication. */
  readonly middleware?: readonly FetchMiddleware[] | undefined
  /** Which bodies are kept for a second try. @default { maxBytes: 1048576 } */
  readonly replay?: ReplayOption | undefined
  /** For one API call, in milliseconds. @default none */
  readonly timeoutMs?: number | undefined
  /** Allows plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean | undefined
  /** Allows secrets in a browser, where everybody can read them. @default false */
  readonly dangerouslyAllowBrowser?: boolean | undefined
}

/** The names of {@link ProviderOptions}. */
export const CLIENT_OPTIONS: readonly string[] = [
  'baseUrl',
  'tokens',
  'origins',
  'headers',
  'fetch',
  'requestInitExt',
  'middleware',
  'replay',
  'timeoutMs',
  'allowInsecureHttp',
  'dangerouslyAllowBrowser',
  ...TOKEN_CACHE_OPTIONS,
] satisfies readonly (keyof ProviderOptions)[]

/** A provider's own options: its credentials, or a token source in their place. */
export type WithCredentials<Credentials> =
  | (Credentials & { readonly tokens?: undefined })
  | ({ readonly [Name in keyof Credentials]?: undefined } & { readonly tokens: TokenSource })

/** What makes one provider's client differ from another's. */
export interface ProviderDefinition {
  /** The function that the user calls, for messages. */
  readonly name: string
  /** The options that `tokens` takes the place of. */
  readonly credentials: readonly string[]
  /** Further options that only this provider has. @default none */
  readonly options?: readonly string[]
  /** The options that are objects, and the members of each: one set for each way to give it. @default none */
  readonly members?: { readonly [option: string]: readonly (readonly string[])[] }
  /** The user's base URL, or the documented one; called once the options are known to be known. */
  baseUrl(): string | undefined
  /** The media types that the document names for its answers. */
  readonly accept: string
  /** The grant for the user's credentials; `common` is what every grant is given. */
  grant(common: Pick<ClientOptions, 'fetch' | 'allowInsecureHttp' | 'dangerouslyAllowBrowser'>): Grant
}

/** Refuses an option that the provider does not have, that has no effect beside another, or that has other members. */
export function checkProviderOptions(options: ProviderOptions, definition: ProviderDefinition): void {
  const { name, credentials, options: own = [], members = {} } = definition
  checkKnown(name, options, [...credentials, ...own, ...CLIENT_OPTIONS])
  for (const [option, sets] of Object.entries(members)) {
    if (isGiven(options, option)) checkMembers(option, (options as Record<string, unknown>)[option], sets)
  }
  checkBesideTokens(options, credentials)
}

/** Refuses what a token source takes the place of. */
export function checkBesideTokens(options: ProviderOptions, credentials: readonly string[] = []): void {
  if (options.tokens === undefined) return
  const doubled = [...credentials, ...TOKEN_CACHE_OPTIONS].find((option) => isGiven(options, option))
  if (doubled !== undefined)
    throw invalidOption(doubled, 'has no effect beside "tokens"; give one or the other')
}

function checkMembers(option: string, value: unknown, sets: readonly (readonly string[])[]): void {
  const isObject = typeof value === 'object' && value !== null
  const given = isObject ? Object.keys(value).filter((name) => isGiven(value, name)) : []
  if (sets.some((set) => set.length === given.length && given.every((name) => set.includes(name)))) return
  const choices = sets.map((set) => set.map((name) => `"${name}"`).join(' and ')).join(', or ')
  throw invalidOption(option, `must be an object with ${choices}, and nothing else`)
}

function isGiven(options: object, option: string): boolean {
  return (options as Record<string, unknown>)[option] !== undefined
}

/** The token source that the options call for. */
export function providerTokens(options: ProviderOptions, grant: ProviderDefinition['grant']): TokenSource {
  if (options.tokens !== undefined) return options.tokens
  const { fetch, requestInitExt, allowInsecureHttp, dangerouslyAllowBrowser } = options
  // A dispatcher (a proxy) is for the token call as well.
  const tokenFetch: Fetch = (input, init) => lateBound(fetch)(input, { ...init, ...requestInitExt })
  return createTokenSource({
    grant: grant({ fetch: tokenFetch, allowInsecureHttp, dangerouslyAllowBrowser }),
    ...Object.fromEntries(TOKEN_CACHE_OPTIONS.map((option) => [option, options[option]])),
  })
}

/**
 * The server that an option chooses by name, or the user's own base URL: beside one, an unknown name is a mistake too.
 * @throws {LatchkeyError} `invalid_options` naming the choices
 */
export function chooseServer<Name extends string>(
  servers: Readonly<Record<Name, string>>,
  option: string,
  name: Name | undefined,
  baseUrl?: string,
): string {
  if (name === undefined && baseUrl !== undefined) return baseUrl
  if (name !== undefined && Object.hasOwn(servers, name)) return baseUrl ?? servers[name]
  throw invalidOption(option, `is missing or unknown; choose one of ${Object.keys(servers).join(', ')}`)
}

/** Where a token operation lies: below the user's base URL, else where its document says. */
export function tokenUrlBelow(baseUrl: string | undefined, operation: TokenOperation): string {
  if (baseUrl === undefined) return operation.url ?? ''
  const { origin, pathname } = checkUrl('baseUrl', baseUrl, true)
  return origin + pathname.replace(/\/$/, '') + operation.path
}
