import type { Clock } from './clock.ts'
import type { EventSink } from './events.ts'
import type { Waiting } from './flight.ts'
import type { Grant } from './grants/grant.ts'
import type { HeldToken, LifetimeTerms } from './lifetime.ts'
import type { SecretMemory } from './secret.ts'
import type { TokenShelf } from './stored-token.ts'
import type { AccessToken } from './token.ts'
import type { TokenEntry } from './token-entry.ts'

export interface RefreshTerms extends LifetimeTerms {
  readonly grant: Grant
  readonly clock: Clock
  readonly events: EventSink
  readonly shelf: TokenShelf | undefined
  readonly coolDownMs: number
  readonly tokenBudgetMs: number
  readonly attemptTimeoutMs: number
  readonly storeTimeoutMs: number
}

/** One refresh: of which entry, on whose terms, and what it needs on its way. */
export interface Refresh {
  readonly entry: TokenEntry
  readonly terms: RefreshTerms
  readonly waiting: Waiting
  /** The token that is there will not do. */
  readonly force: boolean
  /** What was there when it began. */
  before: HeldToken | undefined
  /** Whether it was told that what the store has cannot be read. */
  saidMalformed?: true
  readonly secrets: SecretMemory
  /** When the budget for all of it is over. */
  readonly deadline: number
  /** The entry's key in the store. */
  key(): Promise<string>
}

/** What a refresh brought, and from where; `left` is the old token, because another process is getting the new one. */
export interface Refreshed {
  readonly token: AccessToken
  readonly outcome: 'issued' | 'adopted' | 'left'
}

/** The token in memory, while it serves. */
export function serving({ held }: TokenEntry, clock: Clock): HeldToken | undefined {
  return held !== undefined && clock.monotonic() < held.usableUntil ? held : undefined
}

/** Whether somebody waits whom no token serves. */
export function isUrgent({ entry, terms, waiting, force }: Refresh): boolean {
  return waiting.isAwaited() && (force || waiting.isForced() || serving(entry, terms.clock) === undefined)
}
