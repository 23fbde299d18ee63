import type { TokenEvent } from '@latchkey/auth-core'

/** Where a process of a fleet kills itself. */
export type DeathPoint = 'before the token call' | 'before the write' | 'after the write'

export type FleetGrant = 'client credentials' | 'refresh token' | 'refresh token of one’s own'

/** Where the token is that all processes share. */
export type PlaceAddress =
  | { readonly kind: 'directory'; readonly directory: string }
  | { readonly kind: 'redis' | 'ioredis'; readonly port: number }

/** What a process of the fleet is to be a token source of. */
export interface FleetSource {
  readonly grant: FleetGrant
  readonly tokenUrl: string
  readonly place: PlaceAddress
  readonly seed?: string
  /** @default long: a busy machine is not what most tests are about */
  readonly storeTimeoutMs?: number
}

/** When each caller comes: a number of milliseconds after the one before, or once that one has its token. */
export type Pace = number | 'one by one'

export type FleetOrder =
  | { readonly order: 'source'; readonly source: FleetSource }
  | { readonly order: 'tokens'; readonly count: number; readonly force: boolean; readonly pace: Pace }
  | { readonly order: 'dieAt'; readonly point: DeathPoint }
  | { readonly order: 'advance'; readonly ms: number }
  | { readonly order: 'setClock'; readonly ms: number }

/** What an order came to: tokens as they are, errors as their codes, and how long the one who waited longest did. */
export interface Served {
  readonly outcomes: readonly string[]
  readonly longestMs: number
}

/** `done` answers the order of that number. */
export type FleetReport =
  | { readonly report: 'ready' }
  | ({ readonly report: 'done'; readonly number: number } & Served)
  | { readonly report: 'event'; readonly event: TokenEvent }
