import type { TokenEvent } from '@latchkey/auth-core'

/** Where a process of a fleet kills itself. */
export type DeathPoint = 'before the token call' | 'before the write' | 'after the write'

export type FleetGrant = 'client credentials' | 'refresh token' | 'refresh token of one’s own'

/** What a process of the fleet is to be a token source of. */
export interface FleetSource {
  readonly grant: FleetGrant
  readonly tokenUrl: string
  readonly directory: string
  readonly seed?: string
}

/** When each caller comes: a number of milliseconds after the one before, or once that one has its token. */
export type Pace = number | 'one by one'

export type FleetOrder =
  | { readonly order: 'source'; readonly source: FleetSource }
  | { readonly order: 'tokens'; readonly count: number; readonly force: boolean; readonly pace: Pace }
  | { readonly order: 'dieAt'; readonly point: DeathPoint }
  | { readonly order: 'advance'; readonly ms: number }

/** `done` answers the order of that number; tokens come as they are, errors as their codes. */
export type FleetReport =
  | { readonly report: 'ready' }
  | { readonly report: 'done'; readonly number: number; readonly outcomes: readonly string[] }
  | { readonly report: 'event'; readonly event: TokenEvent }
