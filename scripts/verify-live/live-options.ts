import type { VerifyCredentials, VerifyOptions } from '@latchkey/contract'
import type { LiveProvider } from './live-provider.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What a provider is verified with; or why it is not, and whether that was meant. */
export type LiveOptions =
  | { readonly options: Pick<VerifyOptions, 'baseUrl' | 'credentials' | 'requests'> }
  | { readonly skipped: string }
  | { readonly problem: string }

/**
 * Reads a provider's variables; one that is blank counts as absent, which is how GitHub passes a secret that nobody has set.
 *
 * | variable, after `GBG_` | meaning |
 * | --- | --- |
 * | `CLIENT_ID` and `CLIENT_SECRET`, or `API_KEY` and `API_SECRET` | the client; without it the provider is skipped |
 * | `USERNAME` and `PASSWORD` | a user, for grants that log one in |
 * | `SUBJECT`, `SCOPE` | whom the client names, and what it asks for |
 * | `BASE_URL` | a URL in place of the documented server, or a JSON object of them by documented server |
 * | `REQUESTS` | a JSON object by operationId: `{ parameters, body }` in place of the documented examples |
 */
export function liveOptions({ name, servers }: LiveProvider, environment: Environment): LiveOptions {
  const prefix = name.toUpperCase().replaceAll(/\W/g, '_')
  const read = (variable: string) => environment[`${prefix}_${variable}`]?.trim() || undefined
  try {
    const client = pairOf(prefix, read, 'CLIENT_ID', 'CLIENT_SECRET')
    const key = pairOf(prefix, read, 'API_KEY', 'API_SECRET')
    const [clientId, clientSecret] = client ?? key ?? []
    if (clientId === undefined || clientSecret === undefined)
      return { skipped: `there is neither ${prefix}_CLIENT_ID nor ${prefix}_API_KEY` }
    const [username, password] = pairOf(prefix, read, 'USERNAME', 'PASSWORD') ?? []
    const [subject, scope] = [read('SUBJECT'), read('SCOPE')]
    const credentials: VerifyCredentials = {
      client: { clientId, clientSecret },
      ...(username && password && { user: { username, password } }),
      ...(subject && { subject }),
      ...(scope && { scope }),
    }
    const requests = jsonOf(`${prefix}_REQUESTS`, read('REQUESTS') ?? '{}')
    return { options: { baseUrl: baseUrlOf(prefix, servers, read('BASE_URL')), credentials, requests } }
  } catch (error) {
    if (error instanceof UnusableVariable) return { problem: error.message }
    throw error
  }
}

class UnusableVariable extends Error {}

function pairOf(
  prefix: string,
  read: (variable: string) => string | undefined,
  ...names: readonly [string, string]
): [string, string] | undefined {
  const [first, second] = names.map(read)
  if (first !== undefined && second !== undefined) return [first, second]
  if (first === undefined && second === undefined) return undefined
  const [there, missing] = first === undefined ? names.toReversed() : names
  throw new UnusableVariable(`${prefix}_${there} is set and ${prefix}_${missing} is not; set both or neither`)
}

function baseUrlOf(prefix: string, servers: readonly string[], given: string | undefined) {
  if (given?.startsWith('{')) return jsonOf(`${prefix}_BASE_URL`, given)
  if (given !== undefined) return given
  const placeholder = servers.find((url) => new URL(url).hostname.endsWith('.example'))
  if (placeholder === undefined) return Object.fromEntries(servers.map((url) => [url, url]))
  throw new UnusableVariable(
    `${prefix}_BASE_URL is missing; ${placeholder} in its spec is a placeholder that nobody serves`,
  )
}

function jsonOf(variable: string, text: string): Record<string, never> {
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says quotes the text, which may be a secret in the wrong place.
    throw new UnusableVariable(`${variable} is not the JSON of an object; write it as { "...": ... }`)
  }
}
