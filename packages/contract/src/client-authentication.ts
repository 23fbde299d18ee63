import { readPlace } from './places.ts'
import type { SandboxRequest } from './read-request.ts'
import type { ClientPlaces } from './token-operation.ts'

/** A client that the sandbox knows. */
export interface SandboxClient {
  /** Whatever the document calls it: client id, API key. */
  readonly clientId: string
  readonly clientSecret: string
  /** What the client may ask for, and gets where it asks for none. @default any scope; none where it asks for none */
  readonly scopes?: readonly string[]
  /** How long its access tokens live, in seconds. @default `tokenLifetimeSeconds` of the sandbox */
  readonly tokenLifetimeSeconds?: number
}

/**
 * The client that the request authenticates, or undefined when its credentials are missing or wrong. Where no clients
 * are known, every id with a secret is one.
 */
export function authenticateClient(
  clients: readonly SandboxClient[] | undefined,
  places: ClientPlaces,
  request: SandboxRequest,
): SandboxClient | undefined {
  const [id, secret] = readCredentials(places, request)
  if (clients === undefined) return id && secret ? { clientId: id, clientSecret: secret } : undefined
  return clients.find((client) => client.clientId === id && client.clientSecret === secret)
}

function readCredentials(places: ClientPlaces, request: SandboxRequest): (string | undefined)[] {
  if (typeof places === 'object') return [readPlace(places.id, request), readPlace(places.secret, request)]
  const pair = readBasic(request.headers)
  return places === 'basic' ? pair : pair.map(decodeForm)
}

function readBasic({ authorization = '' }: SandboxRequest['headers']): string[] {
  const credentials = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(authorization)?.[1]
  const [id, ...secret] = Buffer.from(credentials ?? '', 'base64')
    .toString('utf8')
    .split(':')
  return credentials === undefined || secret.length === 0 ? [] : [id as string, secret.join(':')]
}

function decodeForm(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
