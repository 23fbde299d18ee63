import { checkFunction, checkKnown, checkNotBrowser, checkUrl } from '../check-options.ts'
import { checkBasicClientId } from '../client-authentication.ts'
import { checkCredential, checkHeaderValue, checkSecret } from '../secret.ts'
import type { GrantPlaces, TokenOperation } from '../token-operation.ts'
import { CLIENT_OPTIONS, type ClientOptions, type GrantValues } from './client-options.ts'
import { credentialNames } from './credential-names.ts'
import { defineGrant } from './define-grant.ts'
import type { Grant, GrantContext } from './grant.ts'
import { readAnswer } from './operation-answer.ts'
import { type GrantInput, writeRequest } from './operation-request.ts'
import { isHeader } from './place-name.ts'

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
      return readAnswer(operation, await context.exchange(request), request)
    },
  }
}

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
  checkHeaders(operation, places, options)
}

function checkHeaders(
  operation: TokenOperation,
  places: GrantPlaces,
  options: ClientOptions & GrantValues,
): void {
  const { client } = operation
  const { id, secret } = credentialNames(operation)
  const given: object = { ...options, [id]: options.clientId, [secret]: options.clientSecret }
  const all = typeof client === 'string' ? places : { ...places, [id]: client.id, [secret]: client.secret }
  for (const [option, place] of Object.entries(all)) {
    const value: unknown = Reflect.get(given, option)
    if (isHeader(place) && typeof value === 'string') checkHeaderValue(option, value)
  }
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
  const text = Array.isArray(scope) ? scope.join(' ') : scope
  checkCredential('scope', text)
  return text
}
