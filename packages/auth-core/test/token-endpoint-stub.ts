import type { Fetch } from '../src/fetch.ts'
import { type ClientCredentialsOptions, clientCredentials } from '../src/grants/client-credentials.ts'
import type { Grant } from '../src/grants/grant.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { createTokenSource } from '../src/token-source.ts'
import type { TokenSourceOptions } from '../src/token-source-options.ts'

/** One call that the stubbed token endpoint has had. */
export interface TokenCall {
  readonly url: string
  readonly method: string | undefined
  readonly headers: Headers
  /** The form fields of the body. */
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
  readonly redirect: string | undefined
  readonly signal: AbortSignal
  /** Elapsed milliseconds at which it came. */
  readonly at: number
}

/** What the endpoint does with its nth call (from 1): an Error is a network failure. */
export type Answer = (call: TokenCall, number: number) => Response | Error | Promise<Response | Error>

export const tokenUrl = 'https://id.example/token'
export const clientId = 'made-up-client'
export const clientSecret = 'made-up-client-secret'

/** A token response; the nth token is called `token-n` unless `members` says otherwise. */
export function issue(number: number, members: Record<string, unknown> = {}): Response {
  return Response.json({
    access_token: `token-${number}`,
    token_type: 'Bearer',
    expires_in: 3600,
    ...members,
  })
}

export function refuse(status: number, error?: string, headers: Record<string, string> = {}): Response {
  return error === undefined
    ? new Response(null, { status, headers })
    : Response.json({ error }, { status, headers })
}

/** Never answers; ends when the caller gives up, as a fetch does. */
export function hang({ signal }: TokenCall): Promise<Response> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

/** A token endpoint in place of `fetch`. */
export function stubTokenEndpoint(answer: Answer = (_, number) => issue(number), clock = manualClock()) {
  const calls: TokenCall[] = []
  const endpoint = {
    clock,
    calls,
    /** May be replaced while the endpoint is in use. */
    answer,
    fetch: async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      const body = String(init.body ?? '')
      const call: TokenCall = {
        url: String(input),
        method: init.method,
        headers: new Headers(init.headers),
        fields: Object.fromEntries(new URLSearchParams(body)),
        body,
        redirect: init.redirect,
        signal: init.signal as AbortSignal,
        at: clock.monotonic(),
      }
      calls.push(call)
      const outcome = await endpoint.answer(call, calls.length)
      if (outcome instanceof Error) throw outcome
      return outcome
    },
  }
  return endpoint
}

/** What every grant on the stubbed endpoint needs. */
export interface StubbedClient {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly fetch: Fetch
}

export interface StubbedSourceOptions extends Omit<TokenSourceOptions, 'grant'> {
  readonly answer?: Answer
  /** @default client credentials */
  readonly grant?: ((common: StubbedClient) => Grant) | undefined
  readonly client?: Partial<Omit<ClientCredentialsOptions, 'fetch'>>
}

/** A token source with a manual clock on a stubbed token endpoint. */
export function stubbedSource({ answer, grant, client, ...timing }: StubbedSourceOptions = {}) {
  const endpoint = stubTokenEndpoint(answer)
  const common = { tokenUrl, clientId, clientSecret, fetch: endpoint.fetch, ...client }
  const source = createTokenSource({
    grant: grant?.({ ...common, clientSecret }) ?? clientCredentials(common),
    clock: endpoint.clock,
    ...timing,
  })
  return { source, endpoint, clock: endpoint.clock, calls: endpoint.calls }
}

/** What became of `promise`, for comparing; it counts as handled at once. */
export function outcomeOf<T>(promise: Promise<T>): Promise<T | Error> {
  return promise.catch((error: unknown) => error as Error)
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
