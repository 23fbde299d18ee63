import type { SandboxClient } from './client-authentication.ts'
import type { SandboxUser } from './sandbox-user.ts'
import { checkStateOptions, type StateOptions } from './state-options.ts'
import { createTokenService, type TokenService } from './token-service.ts'

/** Who may get tokens, and which tokens there are: what all the documents of one test have in common. */
export interface ContractState {
  /** @default any client with an id and a secret */
  readonly clients?: readonly SandboxClient[]
  /** @default any user with a name and a password, and anybody whom a client names */
  readonly users?: readonly SandboxUser[]
  readonly tokenLifetimeSeconds: number
  readonly rotateRefreshTokens: boolean
  readonly clock: { now(): number }
  readonly tokens: TokenService
}

/**
 * The state at the start: nobody has a token.
 *
 * @throws {SandboxError} when an option is unknown or wrong
 */
export function createContractState(options: StateOptions = {}): ContractState {
  checkStateOptions(options)
  const { clients, users, tokenLifetimeSeconds = 3600, rotateRefreshTokens = true, clock = Date } = options
  return {
    ...(clients && { clients }),
    ...(users && { users }),
    tokenLifetimeSeconds,
    rotateRefreshTokens,
    clock,
    tokens: createTokenService(clock),
  }
}
