import { checkMembers } from '../check-members.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { BaseUrl } from './base-urls.ts'
import type { CaseResult } from './case-result.ts'

/** A secret, or a function that is asked for it once, before anything is sent. */
export type Secret = string | (() => string | Promise<string>)

export interface VerifyCredentials {
  readonly client?: { readonly clientId: string; readonly clientSecret: Secret }
  /** For grants that log a user in. */
  readonly user?: { readonly username: string; readonly password: Secret }
  /** Whom the client names without proof; a server may create whom it does not know. */
  readonly subject?: string
  /** What to ask for. @default what the documented example of the grant asks for */
  readonly scope?: string
}

/** What is sent in place of the documented examples. */
export interface GivenRequest {
  /** By the name of the parameter: the id of something that exists, say. */
  readonly parameters?: { readonly [name: string]: unknown }
  /** The one body that is sent, as a JSON value or the members of a form. */
  readonly body?: unknown
}

export interface VerifyOptions {
  /**
   * What stands in place of the documented server; an object where the documents have several: by their URL, its
   * template or its origin. Operations on servers that it leaves out are skipped.
   */
  readonly baseUrl: BaseUrl
  /** @default none: what needs them is skipped */
  readonly credentials?: VerifyCredentials
  /** By operationId or `<document id>#<operationId>`. @default the documented examples */
  readonly requests?: { readonly [operation: string]: GivenRequest }
  /**
   * Operations other than GET, HEAD and those that issue tokens: all of them, or the listed operationIds.
   * @default false
   */
  readonly allowWrites?: boolean | readonly string[]
  /** @default 2 */
  readonly requestsPerSecond?: number
  /** How long one answer may take, with its body, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number
  /** Allows plain http outside loopback. @default false */
  readonly allowInsecureHttp?: boolean
  /** @default globalThis.fetch, looked up at each request */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Ends the verification: it rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called with each result at once. */
  readonly onResult?: (result: CaseResult) => void
  /** @default the clock of this machine */
  readonly clock?: VerifyClock
}

export interface VerifyClock {
  /** In milliseconds. */
  now(): number
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>
}

const optionNames = [
  ...['baseUrl', 'credentials', 'requests', 'allowWrites', 'requestsPerSecond', 'timeoutMs'],
  ...['allowInsecureHttp', 'fetch', 'signal', 'onResult', 'clock'],
]

/** @throws {SandboxError} when an option is unknown or a value is of the wrong kind; never with a value of it */
export function checkVerifyOptions(options: VerifyOptions): void {
  checkMembers('options', options, optionNames)
  const { credentials = {}, requests = {} } = options
  checkCredentials(credentials)
  checkMembers('requests', requests, Object.keys(Object(requests)))
  for (const [name, request] of Object.entries(requests)) {
    checkMembers(`requests.${name}`, request, ['parameters', 'body'])
    const { parameters = {} } = request
    checkMembers(`requests.${name}.parameters`, parameters, Object.keys(Object(parameters)))
  }
  for (const name of ['requestsPerSecond', 'timeoutMs'] as const) {
    if (options[name] !== undefined) checkPositive(name, options[name])
  }
  checkAllowWrites(options.allowWrites)
  for (const name of ['fetch', 'onResult'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw new SandboxError(`${name}: must be a function.`)
  }
  const { clock } = options
  if (clock !== undefined && (typeof clock?.now !== 'function' || typeof clock.sleep !== 'function'))
    throw new SandboxError('clock: must have the functions now() and sleep(ms, signal).')
  if (options.signal !== undefined && typeof options.signal?.aborted !== 'boolean')
    throw new SandboxError('signal: must be an AbortSignal.')
}

function checkCredentials(credentials: VerifyCredentials): void {
  checkMembers('credentials', credentials, ['client', 'user', 'subject', 'scope'])
  const { client, user, subject, scope } = credentials
  if (client !== undefined) {
    checkMembers('credentials.client', client, ['clientId', 'clientSecret'])
    checkText('credentials.client.clientId', client.clientId)
    checkSecret('credentials.client.clientSecret', client.clientSecret)
  }
  if (user !== undefined) {
    checkMembers('credentials.user', user, ['username', 'password'])
    checkText('credentials.user.username', user.username)
    checkSecret('credentials.user.password', user.password)
  }
  if (subject !== undefined) checkText('credentials.subject', subject)
  if (scope !== undefined) checkText('credentials.scope', scope)
}

function checkSecret(name: string, secret: Secret): void {
  if (typeof secret !== 'function') checkText(name, secret)
}

export function checkText(name: string, text: unknown): asserts text is string {
  if (typeof text !== 'string' || text.trim() === '' || /\p{Cc}/u.test(text))
    throw new SandboxError(`${name}: must be a text that is not blank, without control characters.`)
}

function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) throw new SandboxError(`${name}: must be a number above 0.`)
}

function checkAllowWrites(allowWrites: VerifyOptions['allowWrites'] = false): void {
  const isList = Array.isArray(allowWrites) && allowWrites.every((name) => typeof name === 'string')
  if (typeof allowWrites !== 'boolean' && !isList)
    throw new SandboxError('allowWrites: must be true, false or an array of operationIds.')
}
