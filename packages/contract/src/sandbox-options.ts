import { checkMembers } from './check-members.ts'
import type { SandboxClient } from './client-authentication.ts'
import { SandboxError } from './sandbox-error.ts'
import type { SandboxUser } from './sandbox-user.ts'
import { checkStateOptions, type StateOptions } from './state-options.ts'

export interface SandboxOptions extends StateOptions {
  /** Who may get tokens; each client is known to every document. */
  readonly clients: readonly SandboxClient[]
  /**
   * Who may log in with a password; and, once one has an `identifier`, whom a client may name without proof.
   * @default nobody may log in, anybody may be named
   */
  readonly users?: readonly SandboxUser[]
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string
  /** The port of the first origin; the others take the ports after it. @default free ports */
  readonly port?: number
  /** Lets the sandbox be driven over HTTP, on `127.0.0.1` and a port of its own. @default false */
  readonly control?: boolean | ControlOptions
}

export interface ControlOptions {
  /** @default a free port */
  readonly port?: number
}

interface CheckedOptions {
  /** What the state is made of. */
  readonly state: StateOptions
  readonly host: string
  readonly port: number
  /** The port of the control API; undefined where there is none. */
  readonly controlPort: number | undefined
}

/** The options, checked and complete. */
export function checkOptions(options: SandboxOptions): CheckedOptions {
  checkStateOptions(options, ['host', 'port', 'control'])
  const { host = '127.0.0.1', port = 0, control = false, ...rest } = options
  const state = { ...rest, users: rest.users ?? [] }
  if (state.clients === undefined) throw new SandboxError('clients: must be an array.')
  if (typeof host !== 'string' || host === '')
    throw new SandboxError('host: must be an address to listen on.')
  checkPort('port', port)
  if (typeof control !== 'boolean') checkMembers('control', control, ['port'])
  const { port: controlPort = 0 } = typeof control === 'boolean' ? {} : control
  checkPort('control.port', controlPort)
  return { state, host, port, controlPort: control === false ? undefined : controlPort }
}

function checkPort(name: string, port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SandboxError(`${name}: must be a whole number from 0 (free ports) to 65535.`)
}
