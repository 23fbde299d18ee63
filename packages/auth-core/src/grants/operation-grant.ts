import { checkFunction, checkKnown, checkNotBrowser, checkUrl, invalidOption } from '../check-options.ts'
import { basicAuthorization, checkBasicClientId } from '../client-authentication.ts'
import { LatchkeyError } from '../errors.ts'
import type { Fetch } from '../fetch.ts'
import { checkCredential, checkHeaderValue, checkSecret, type Secret } from '../secret.ts'
import { readToken, type TokenResponse } from '../token.ts'
import type { TokenEndpointAnswer, TokenRequest } from '../token-endpoint.ts'
import { failure } from '../token-endpoint-error.ts'
import type { GrantPlaces, TokenOperation } from '../token-operation.ts'
import { defineGrant } from './define-grant.ts'
import type { Grant, GrantContext } from './grant.ts'

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

type Needed<Places> = {
  readonly [Name in keyof GrantValues as Name extends 'scope' ? never : Name & keyof Places]-?: NonNullable<
    GrantValues[Name]
  >
} & (Places extends { scope: string } ? Pick<GrantValues, 'scope'> : unknown)

/** The options of one grant of one operation: what the document has a place for, and nothing else. */
export type OperationGrantOptions<
  Operation extends TokenOperation,
  Name extends keyof Operation['grants'],
> = ClientOptions & Needed<Operation['grants'][Name]>

const CLIENT_OPTIONS: readonly (keyof ClientOptions)[] = [
  'tokenUrl',
  'clientId',
  'clientSecret',
  'parameters',
  'fetch',
  'allowInsecureHttp',
  'dangerouslyAllowBrowser',
]

/**
 * The grant that a document describes: every value is put where the operation takes it, the token is read from where
 * it comes out.
 * @throws {LatchkeyError} `invalid_options`, `insecure_url`, `browser_forbidden`
 */
export function operationGrant<
  const Operation extends TokenOperation,
  const Name extends keyof Operation['grants'] & string,
>(operation: Operation, name: Name, options: OperationGrantOptions<Operation, Name>): Grant {
  const places: GrantPlaces = operation.grants[name] ?? {}
  const values = options as ClientOptions & GrantValues
  checkGrantOptions(operation, name, places, values)
  const scope = scopeText(values.scope)
  const { username, password } = values
  const send = (grant: string, extra: GrantInput, context: GrantContext) =>
    writeRequest(operation, grant, values, extra, context)
  const grant = defineGrant({
    identity: () => identityOf(operation, name, { ...values, scope }),
    allowInsecureHttp: options.allowInsecureHttp,
    request: async (context) => {
      const secret = password === undefined ? undefined : await context.resolve('password', password)
      return send(name, { scope, username, password: secret, subject: context.subject }, context)
    },
    read: (answer, request) => readAnswer(operation, answer, request),
  })
  if (operation.grants['refresh_token']?.refreshToken === undefined) return grant
  return {
    ...grant,
    async refresh(refreshToken, context) {
      const request = await send('refresh_token', { refreshToken }, context)
      return readAnswer(operation, await context.exchange({ ...request, maxUnanswered: 2 }), request)
    },
  }
}

type GrantInput = { readonly [Name in keyof GrantPlaces]?: string | undefined }

function checkGrantOptions(
  operation: TokenOperation,
  name: string,
  places: GrantPlaces,
  options: ClientOptions & GrantValues,
): void {
  checkKnown(name, options, [
    ...CLIENT_OPTIONS,
    ...Object.keys(places).filter((place) => place !== 'grantType'),
  ])
  checkUrl('tokenUrl', options.tokenUrl, options.allowInsecureHttp)
  checkNotBrowser(options.dangerouslyAllowBrowser)
  const { id, secret } = credentialNames(operation)
  checkCredential(id, options.clientId)
  if (typeof operation.client === 'string') checkBasicClientId(operation.client, options.clientId)
  checkSecret(secret, options.clientSecret)
  if (options.fetch !== undefined) checkFunction('fetch', options.fetch)
  if (places.username !== undefined) checkCredential('username', options.username)
  if (places.password !== undefined) checkSecret('password', options.password)
}

// A client whose document calls them otherwise (`api_key`) has options of that name, and errors name the option.
function credentialNames({ client }: TokenOperation): { id: string; secret: string } {
  if (typeof client === 'string') return { id: 'clientId', secret: 'clientSecret' }
  return { id: optionName(client.id), secret: optionName(client.secret) }
}

function optionName(place: string): string {
  const name = place.replace(/^.*[/.]/, '')
  return name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase())
}

// RFC 6749 section 3.3: the order of scopes does not matter, so neither does it to the key.
function identityOf(operation: TokenOperation, name: string, options: ClientOptions & GrantValues) {
  const scopes = [...new Set(scopeText(options.scope)?.split(/ +/))].sort()
  const parameters = Object.entries(options.parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    options.tokenUrl,
    name,
    JSON.stringify(operation.client),
    options.clientId,
    options.clientSecret,
    scopes.join(' '),
    options.username,
    options.password,
    ...parameters.flat(),
  ]
}

function scopeText(scope: GrantValues['scope']): string | undefined {
  if (scope === undefined) return undefined
  const text = typeof scope === 'string' ? scope : scope.join(' ')
  checkCredential('scope', text)
  return text
}

async function writeRequest(
  operation: TokenOperation,
  grant: string,
  options: ClientOptions,
  values: GrantInput,
  context: GrantContext,
): Promise<TokenRequest> {
  const places: GrantPlaces = operation.grants[grant] ?? {}
  if (places.subject !== undefined) checkSubject(values.subject)
  else if (values.subject !== undefined) throw invalidOption('subject', 'has no place in this grant')
  const secret = await context.resolve(credentialNames(operation).secret, options.clientSecret)
  const url = new URL(options.tokenUrl)
  const headers: Record<string, string> = { accept: operation.accept }
  const fields: Record<string, string | undefined> = { ...options.parameters }
  const put = (place: string | undefined, value: string | undefined) => {
    const [, where, name = ''] = /^\$request\.(\w+)[.#]\/?(.+)$/.exec(place ?? '') ?? []
    if (value === undefined || where === undefined) return
    if (where === 'query') url.searchParams.set(name, value)
    else if (where === 'header') headers[name.toLowerCase()] = value
    else fields[name] = value
  }
  for (const name of Object.keys(places) as (keyof GrantPlaces)[]) {
    put(places[name], name === 'grantType' ? grant : values[name])
  }
  const { client } = operation
  if (typeof client === 'string')
    headers['authorization'] = basicAuthorization(client, options.clientId, secret)
  else {
    put(client.id, options.clientId)
    put(client.secret, secret)
  }
  const body = encodeBody(operation.contentType, fields)
  if (body !== undefined && operation.contentType) headers['content-type'] = operation.contentType
  // The pair of HTTP Basic, which a server may quote without its scheme.
  const pair = headers['authorization']?.slice('Basic '.length)
  const secrets = [secret, pair, values.password, values.refreshToken]
  return {
    url: url.href,
    headers,
    ...(body === undefined ? {} : { body }),
    fetch: options.fetch,
    errors: operation.errors,
    secrets: secrets.filter((value) => value !== undefined),
  }
}

function checkSubject(subject: string | undefined): void {
  if (subject === undefined) {
    throw new LatchkeyError(
      'invalid_options',
      'Each token of this grant belongs to one user: say to whom, with option "user", as(...) or getToken({ subject }).',
    )
  }
  checkHeaderValue('subject', subject)
}

function encodeBody(
  contentType: TokenOperation['contentType'],
  fields: Record<string, string | undefined>,
): string | undefined {
  const entries = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
  if (entries.length === 0) return undefined
  if (contentType === 'application/json') return JSON.stringify(Object.fromEntries(entries))
  return new URLSearchParams(entries).toString()
}

function readAnswer(
  { token }: TokenOperation,
  answer: TokenEndpointAnswer,
  request: TokenRequest,
): TokenResponse {
  const at = (place: string | undefined): unknown => {
    const [, where, name = ''] = /^\$response\.(\w+)[.#]\/?(.+)$/.exec(place ?? '') ?? []
    if (where === 'header') return answer.headers.get(name) ?? undefined
    const { body } = answer
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  }
  const read = readToken({
    accessToken: at(token.accessToken),
    tokenType: at(token.tokenType),
    expiresIn: at(token.expiresIn),
    refreshToken: at(token.refreshToken),
    scope: at(token.scope),
  })
  if (typeof read !== 'string') return read
  throw failure('malformed_token_response', request, { status: answer.status }, read)
}
