import { checkMembers } from './check-members.ts'
import type { SandboxClient } from './client-authentication.ts'
import { SandboxError } from './sandbox-error.ts'
import type { SandboxUser } from './sandbox-user.ts'

export interface StateOptions {
  /** Who may get tokens; each client is known to every document. @default any client with an id and a secret */
  readonly clients?: readonly SandboxClient[]
  /**
   * Who may log in with a password; and, once one has an `identifier`, whom a client may name without proof.
   * @default any user with a name and a password, and anybody whom a client names
   */
  readonly users?: readonly SandboxUser[]
  /** How long an access token lives, in seconds. @default 3600 */
  readonly tokenLifetimeSeconds?: number
  /**
   * Whether a refresh gives a new refresh token and spends the old one, which then revokes all that descends from its
   * grant when it is presented again (RFC 9700 section 4.14.2). Else it stays alive and the answer carries none.
   * @default true
   */
  readonly rotateRefreshTokens?: boolean
  /** Judges expiry; epoch milliseconds. @default Date */
  readonly clock?: { now(): number }
}

const optionNames = ['clients', 'users', 'tokenLifetimeSeconds', 'rotateRefreshTokens', 'clock']

/**
 * @param others the names of options that are not looked at here
 * @throws {SandboxError} when an option is unknown or a value is of the wrong kind
 */
export function checkStateOptions(options: StateOptions, others: readonly string[] = []): void {
  checkMembers('options', options, [...optionNames, ...others])
  const { clients = [], users = [], tokenLifetimeSeconds = 0, rotateRefreshTokens = true, clock } = options
  checkPeople('clients', clients, () => ({
    texts: ['clientId', 'clientSecret'],
    others: ['scopes', 'tokenLifetimeSeconds'],
  }))
  checkPeople('users', users, (user) => ({
    texts: Object.hasOwn(user, 'identifier') ? ['identifier'] : ['username', 'password'],
    others: [],
  }))
  for (const [index, { scopes = [], tokenLifetimeSeconds: lifetime = 0 }] of clients.entries()) {
    if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== 'string'))
      throw new SandboxError(`clients[${index}].scopes: must be an array of strings.`)
    checkLifetime(`clients[${index}].tokenLifetimeSeconds`, lifetime)
  }
  checkLifetime('tokenLifetimeSeconds', tokenLifetimeSeconds)
  if (typeof rotateRefreshTokens !== 'boolean')
    throw new SandboxError('rotateRefreshTokens: must be true or false.')
  if (clock !== undefined && typeof clock?.now !== 'function')
    throw new SandboxError('clock: must have a function now().')
}

function checkLifetime(name: string, seconds: number): void {
  if (!Number.isFinite(seconds)) throw new SandboxError(`${name}: must be a number of seconds.`)
}

function checkPeople(
  name: string,
  people: readonly object[],
  membersOf: (person: object) => { texts: readonly string[]; others: readonly string[] },
): void {
  if (!Array.isArray(people)) throw new SandboxError(`${name}: must be an array.`)
  for (const [index, person] of people.entries()) {
    const { texts, others } = membersOf(Object(person))
    checkMembers(`${name}[${index}]`, person, [...texts, ...others])
    const blank = texts.find((member) => typeof person[member] !== 'string' || person[member].trim() === '')
    if (blank !== undefined)
      throw new SandboxError(`${name}[${index}].${blank}: must be a text that is not blank.`)
  }
}
