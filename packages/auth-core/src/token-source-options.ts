import { checkDuration, checkFunction, checkKnown, checkPositive } from './check-options.ts'
import { type Clock, systemClock } from './clock.ts'
import { createEventSink, type EventSink, type OnEvent } from './events.ts'
import type { Grant } from './grants/grant.ts'
import type { RefreshTerms } from './refresh.ts'
import { sharesPromises } from './runtime.ts'
import { createTokenShelf } from './stored-token.ts'
import { createMemoryStore } from './stores/memory-store.ts'
import type { TokenStore } from './stores/token-store.ts'

export interface TokenTimingOptions {
  /**
   * How long before its end a token is refreshed behind the callers, at most half of its lifetime. The refresh falls at
   * a random instant, 1.1 to 1.6 times as long before the end.
   * @default a quarter of its lifetime
   */
  readonly refreshWindowMs?: number | undefined
  /** How long a token without a lifetime is used at most. @default 3600000 */
  readonly maxAgeMs?: number | undefined
  /** How long a refusal that another try cannot mend is remembered at first; doubles up to ten times that. @default 30000 */
  readonly coolDownMs?: number | undefined
  /**
   * For one token call with all its attempts, and the wait for the store and for other processes before it. A refresh
   * token is not sent where less than `attemptTimeoutMs`, or a third of this, is left. @default 30000
   */
  readonly tokenBudgetMs?: number | undefined
  /** For one attempt. @default 10000 */
  readonly attemptTimeoutMs?: number | undefined
  /** After which a store counts as away. @default 1000 */
  readonly storeTimeoutMs?: number | undefined
  /** How many subjects are kept in memory. @default 100000 */
  readonly maxEntries?: number | undefined
}

/** What a token source takes besides its grant. */
export interface TokenCacheOptions extends TokenTimingOptions {
  /** Where tokens outlive this source. @default none */
  readonly store?: TokenStore | undefined
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  /** Is told each step in the life of a token. @default nobody */
  readonly onEvent?: OnEvent | undefined
  /**
   * Keeps the runtime from ending before a token call has: on Cloudflare Workers the `waitUntil` of
   * `cloudflare:workers`. There, without it, callers wait for a refresh that could run behind them, and a request that
   * ends during its token call holds the others up for some seconds. @default none
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
}

export interface TokenSourceOptions extends TokenCacheOptions {
  readonly grant: Grant
}

const TIMING_OPTIONS = [
  'refreshWindowMs',
  'maxAgeMs',
  'coolDownMs',
  'tokenBudgetMs',
  'attemptTimeoutMs',
  'storeTimeoutMs',
  'maxEntries',
] as const satisfies readonly (keyof TokenTimingOptions)[]

/** The names of {@link TokenCacheOptions}, for who passes them on. */
export const TOKEN_CACHE_OPTIONS = [
  'store',
  'clock',
  'onEvent',
  'waitUntil',
  ...TIMING_OPTIONS,
] as const satisfies readonly (keyof TokenCacheOptions)[]

export interface TokenSourceTerms extends RefreshTerms {
  readonly maxEntries: number
  readonly waitUntil: TokenCacheOptions['waitUntil']
  /** Whether callers of one request may wait for what another one began. */
  readonly sharesFlights: boolean
}

/** @throws {LatchkeyError} `invalid_options` */
export function readTokenSourceOptions(options: TokenSourceOptions): TokenSourceTerms {
  checkKnown('createTokenSource', options, ['grant', ...TOKEN_CACHE_OPTIONS])
  const { grant, clock = systemClock, refreshWindowMs, onEvent, waitUntil } = options
  checkFunction('grant.requestToken', grant?.requestToken)
  checkFunction('grant.identity', grant.identity)
  checkFunction('clock.monotonic', clock?.monotonic)
  if (onEvent !== undefined) checkFunction('onEvent', onEvent)
  if (waitUntil !== undefined) checkFunction('waitUntil', waitUntil)
  const duration = (name: (typeof TIMING_OPTIONS)[number], byDefault: number) =>
    checkDuration(name, options[name] ?? byDefault)
  const events = createEventSink(onEvent)
  const maxEntries = checkPositive('maxEntries', options.maxEntries ?? 100_000)
  const storeTimeoutMs = duration('storeTimeoutMs', 1_000)
  const sharesFlights = sharesPromises()
  // Where flights are not shared, a lease in memory is what keeps the number of token calls down.
  const store =
    checkStore(options.store, events) ??
    (sharesFlights ? undefined : createMemoryStore({ maxEntries, clock }))
  return {
    grant,
    clock,
    events,
    maxEntries,
    waitUntil,
    sharesFlights,
    storeTimeoutMs,
    shelf: store && createTokenShelf(store, { clock, timeoutMs: storeTimeoutMs, events }),
    refreshWindowMs:
      refreshWindowMs === undefined ? undefined : checkDuration('refreshWindowMs', refreshWindowMs),
    maxAgeMs: duration('maxAgeMs', 3_600_000),
    coolDownMs: duration('coolDownMs', 30_000),
    tokenBudgetMs: duration('tokenBudgetMs', 30_000),
    attemptTimeoutMs: duration('attemptTimeoutMs', 10_000),
  }
}

function checkStore(store: TokenStore | undefined, events: EventSink): TokenStore | undefined {
  if (store === undefined) return undefined
  checkFunction('store.get', store?.get)
  checkFunction('store.set', store.set)
  if (store.lease === undefined) events.emit({ type: 'lease', outcome: 'unsupported' })
  else checkFunction('store.lease', store.lease)
  return store
}
