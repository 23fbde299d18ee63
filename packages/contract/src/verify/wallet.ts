import type { Operation } from '../operations.ts'
import { SandboxError } from '../sandbox-error.ts'
import { type RequiredScheme, securityOf } from '../security.ts'
import type { ClientPlaces } from '../token-operation.ts'
import type { CaseRequest } from './case-request.ts'
import { putAt } from './case-request.ts'
import type { Mask } from './mask.ts'
import { checkText, type Secret, type VerifyCredentials } from './verify-options.ts'

/** The credentials with their secrets at hand, and the tokens that they brought. */
export interface Wallet {
  readonly client: Client | undefined
  readonly user: { readonly username: string; readonly password: string } | undefined
  readonly subject: string | undefined
  readonly scope: string | undefined
  /** By the security scheme that they satisfy, `<document id>#<scheme>`; undefined where a grant gave none. */
  readonly tokens: Map<string, string | undefined>
}

export interface Client {
  readonly id: string
  readonly secret: string
}

/** Asks for the secrets, once. */
export async function openWallet(credentials: VerifyCredentials, mask: Mask): Promise<Wallet> {
  const { client, user, subject, scope } = credentials
  const secret = client && (await ask('credentials.client.clientSecret', client.clientSecret, mask))
  const password = user && (await ask('credentials.user.password', user.password, mask))
  mask.add(client && `${client.clientId}:${secret}`)
  return {
    client: client && { id: client.clientId, secret: secret as string },
    user: user && { username: user.username, password: password as string },
    subject,
    scope,
    tokens: new Map(),
  }
}

async function ask(name: string, secret: Secret, mask: Mask): Promise<string> {
  let value: unknown
  try {
    value = typeof secret === 'function' ? await secret() : secret
  } catch {
    // What it has thrown may quote the secret.
    throw new SandboxError(`${name}: the function failed.`)
  }
  checkText(name, value)
  mask.add(value)
  return value
}

/** The headers that open the operation, or why there are none. */
export function authorize(
  operation: Operation,
  { client, tokens }: Wallet,
): { [name: string]: string } | { reason: string } {
  const alternatives = securityOf(operation)
  const open = alternatives.find((schemes) =>
    schemes.every(({ kind, name }) => (kind === 'basic' ? client : tokens.get(name)) !== undefined),
  )
  if (open === undefined && alternatives.length > 0) {
    const names = alternatives.map((schemes) => schemes.map(({ name }) => name).join(' and ')).join(', or ')
    const isUngranted = ({ name }: RequiredScheme) => tokens.has(name) && tokens.get(name) === undefined
    return alternatives.flat().some(isUngranted)
      ? { reason: `there is no token for ${names}: its token operation gave none` }
      : { reason: `there are no credentials for ${names}` }
  }
  const [scheme] = open ?? []
  if (scheme === undefined) return {}
  const value = scheme.kind === 'basic' ? basic(client as Client) : `Bearer ${tokens.get(scheme.name)}`
  return { authorization: value }
}

/** The token request with the client where its operation wants it. */
export function withClient(request: CaseRequest, places: ClientPlaces, { id, secret }: Client): CaseRequest {
  if (typeof places === 'object') return putAt(putAt(request, places.id, id), places.secret, secret)
  const pair = places === 'basic' ? { id, secret } : { id: formText(id), secret: formText(secret) }
  return { ...request, headers: { ...request.headers, authorization: basic(pair) } }
}

function basic({ id, secret }: Client): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

/** RFC 6749 section 2.3.1 and appendix B. */
function formText(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
