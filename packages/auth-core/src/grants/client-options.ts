import type { Fetch } from '../fetch.ts'
import type { Secret } from '../secret.ts'

/** What every grant of an OAuth client needs. */
export interface ClientOptions {
  /** Absolute https URL of the token endpoint. */
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: Secret
  /** Further members of the request, such as `audience`. */
  readonly parameters?: Readonly<Record<string, string | undefined>> | undefined
  /** @default globalThis.fetch, looked up at each call */
  readonly fetch?: Fetch | undefined
  /** Allows plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean | undefined
  /** Allows secrets in a browser, where everybody can read them. @default false */
  readonly dangerouslyAllowBrowser?: boolean | undefined
}

/** What the places of a grant call for. */
export interface GrantValues {
  readonly scope?: string | readonly string[] | undefined
  readonly username?: string | undefined
  readonly password?: Secret | undefined
}

/** The names of {@link ClientOptions}. */
export const CLIENT_OPTIONS: readonly (keyof ClientOptions)[] = [
  'tokenUrl',
  'clientId',
  'clientSecret',
  'parameters',
  'fetch',
  'allowInsecureHttp',
  'dangerouslyAllowBrowser',
]
