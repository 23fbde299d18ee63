import { checkMembers } from './check-members.ts'
import type { SandboxClient } from './client-authentication.ts'
import { SandboxError } from './sandbox-error.ts'
import type { SandboxUser } from './token-endpoint.ts'

export interface SandboxOptions {
  /** Who may get tokens; each client is known to every document. */
  readonly clients: readonly SandboxClient[]
  /** Who may log in with a password. @default nobody */
  readonly users?: readonly SandboxUser[]
  /** How long an access token lives, in seconds. @default 3600 */
  readonly tokenLifetimeSeconds?: number
  /** Judges expiry; epoch milliseconds. @default Date */
  readonly clock?: { now(): number }
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string
  /** The port of the first origin; the others take the ports after it. @default free ports */
  readonly port?: number
}

const optionNames = ['clients', 'users', 'tokenLifetimeSeconds', 'clock', 'host', 'port']

/** The options, checked and complete. */
export function checkOptions(options: SandboxOptions): Required<SandboxOptions> {
  checkMembers('options', options, optionNames)
  const {
    clients,
    users = [],
    tokenLifetimeSeconds = 3600,
    clock = Date,
    host = '127.0.0.1',
    port = 0,
  } = options
  checkPeople('clients', clients, ['clientId', 'clientSecret'], ['scopes'])
  checkPeople('users', users, ['username', 'password'], [])
  for (const [index, { scopes = [] }] of clients.entries()) {
    if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== 'string'))
      throw new SandboxError(`clients[${index}].scopes: must be an array of strings.`)
  }
  if (!Number.isFinite(tokenLifetimeSeconds))
    throw new SandboxError('tokenLifetimeSeconds: must be a number of seconds.')
  if (typeof clock?.now !== 'function') throw new SandboxError('clock: must have a function now().')
  if (typeof host !== 'string' || host === '')
    throw new SandboxError('host: must be an address to listen on.')
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SandboxError('port: must be a whole number from 0 (free ports) to 65535.')
  return { clients, users, tokenLifetimeSeconds, clock, host, port }
}

function checkPeople(
  name: string,
  people: unknown,
  credentials: readonly string[],
  others: readonly string[],
): void {
  if (!Array.isArray(people)) throw new SandboxError(`${name}: must be an array.`)
  for (const [index, person] of people.entries()) {
    checkMembers(`${name}[${index}]`, person, [...credentials, ...others])
    const blank = credentials.find(
      (member) => typeof person[member] !== 'string' || person[member].trim() === '',
    )
    if (blank !== undefined)
      throw new SandboxError(`${name}[${index}].${blank}: must be a text that is not blank.`)
  }
}
