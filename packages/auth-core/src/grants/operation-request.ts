import { basicAuthorization } from '../client-authentication.ts'
import { LatchkeyError } from '../errors.ts'
import { checkHeaderValue } from '../secret.ts'
import type { TokenRequest } from '../token-endpoint.ts'
import type { GrantPlaces, RequestPlace, TokenOperation } from '../token-operation.ts'
import type { ClientOptions } from './client-options.ts'
import { credentialNames } from './credential-names.ts'
import type { GrantContext } from './grant.ts'
import { isHeader, placeName } from './place-name.ts'

/** The values of one token call, by the name of their place. */
export type GrantInput = { readonly [Name in keyof GrantPlaces]?: string | undefined }

/** The request of an operation for a token: every value where the operation takes it. */
export async function writeRequest(
  operation: TokenOperation,
  grant: string,
  options: ClientOptions,
  values: GrantInput,
  context: GrantContext,
): Promise<TokenRequest> {
  const places: GrantPlaces = operation.grants[grant] ?? {}
  if (places.subject !== undefined) checkSubject(values.subject)
  else if (values.subject !== undefined) {
    throw new LatchkeyError(
      'invalid_options',
      'Each token of this grant belongs to the user or client that it is made for: as(...) and getToken({ subject }) can choose no other.',
    )
  }
  const names = credentialNames(operation)
  const secret = await context.resolve(names.secret, options.clientSecret)
  const url = new URL(options.tokenUrl)
  const headers: Record<string, string> = { accept: operation.accept }
  const fields: Record<string, string | undefined> = { ...options.parameters }
  const put = (place: RequestPlace, option: string, value: string | undefined) => {
    if (value === undefined) return
    const name = placeName(place)
    if (isHeader(place)) {
      checkHeaderValue(option, value)
      headers[name] = value
    } else if (place.startsWith('$request.query.')) url.searchParams.set(name, value)
    else fields[name] = value
  }
  for (const [name, place] of Object.entries(places) as [keyof GrantPlaces, RequestPlace][]) {
    put(place, name, name === 'grantType' ? grant : values[name])
  }
  const { client } = operation
  if (typeof client === 'string')
    headers['authorization'] = basicAuthorization(client, options.clientId, secret)
  else {
    put(client.id, names.id, options.clientId)
    put(client.secret, names.secret, secret)
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
