import { checkDuration, checkFunction, checkKnown, checkPositive } from './check-options.ts'
import { type Clock, systemClock } from './clock.ts'
import { isOpen, openCoolDown } from './cool-down.ts'
import { type Flight, startFlight } from './flight.ts'
import type { Grant } from './grants/grant.ts'
import type { HeldToken } from './lifetime.ts'
import { createLruMap } from './lru-map.ts'
import { createTokenShelf } from './stored-token.ts'
import type { TokenStore } from './stores/token-store.ts'
import type { AccessToken } from './token.ts'
import { newTokenEntry, type TokenEntry } from './token-entry.ts'
import { type RefreshTerms, refreshEntry } from './token-refresh.ts'

export interface GetTokenOptions {
  /** Ends this caller's wait; the token call goes on for the others. */
  readonly signal?: AbortSignal | null | undefined
  /** Makes a token call (or joins the one under way) although a valid token is there. @default false */
  readonly forceRefresh?: boolean | undefined
  /** Whose token, where the grant serves several. */
  readonly subject?: string | undefined
}

export interface SubjectOptions {
  readonly subject?: string | undefined
}

/** What yields tokens. Only `getToken` is required of a source of one's own; each further member spares token calls. */
export interface TokenSource {
  /**
   * @returns a token that is valid now
   * @throws {LatchkeyError} where none can be had, or the signal's reason
   */
  getToken(options?: GetTokenOptions): Promise<AccessToken>
  /** The token in memory, at once; undefined where `getToken` would have to wait. */
  peek?(subject?: string): AccessToken | undefined
  /** Drops this token, and only it: a newer one stays. */
  invalidate?(rejectedToken: string, options?: SubjectOptions): void
  /** Told what became of a request that was sent again with a new token. */
  replayed?(outcome: 'cured' | 'refused', options?: SubjectOptions): void
}

/** A token source with a cache of its own. */
export interface CachingTokenSource extends Required<TokenSource> {
  /** Gets a token ahead of the first request. Never throws: the first request meets the error. */
  prewarm(options?: SubjectOptions): Promise<void>
}

export interface TokenTimingOptions {
  /**
   * How long before its end a token is refreshed behind the callers, at most half of its lifetime.
   * @default a quarter of its lifetime
   */
  readonly refreshWindowMs?: number | undefined
  /** How long a token without a lifetime is used at most. @default 3600000 */
  readonly maxAgeMs?: number | undefined
  /** How long a refusal that another try cannot mend is remembered at first; doubles up to ten times that. @default 30000 */
  readonly coolDownMs?: number | undefined
  /** For one token call with all its attempts. @default 30000 */
  readonly tokenBudgetMs?: number | undefined
  /** For one attempt. @default 10000 */
  readonly attemptTimeoutMs?: number | undefined
  /** After which a store counts as away. @default 1000 */
  readonly storeTimeoutMs?: number | undefined
  /** How many subjects are kept in memory. @default 100000 */
  readonly maxEntries?: number | undefined
}

export interface TokenSourceOptions extends TokenTimingOptions {
  readonly grant: Grant
  /** Where tokens outlive this source. @default none */
  readonly store?: TokenStore | undefined
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
}

/** The names of {@link TokenTimingOptions}, for who passes them on. */
export const TOKEN_TIMING_OPTIONS = [
  'refreshWindowMs',
  'maxAgeMs',
  'coolDownMs',
  'tokenBudgetMs',
  'attemptTimeoutMs',
  'storeTimeoutMs',
  'maxEntries',
] as const satisfies readonly (keyof TokenTimingOptions)[]

const INCURABLE = { firstMs: 5_000, maxMs: 60_000 }
/** How often a refusal in its cool-down asks whether the credentials have changed. */
const ASK_AGAIN_MS = 1_000

/**
 * The cache, the single flight and the memory of failures, one entry a subject.
 *
 * | the entry holds | a caller gets |
 * |---|---|
 * | a token before its refresh window | that token |
 * | a token in its window | that token; one attempt to refresh runs behind, a failure opens a back-off (1 s to 60 s) |
 * | no usable token | what the one token call for all of them brings |
 * | a refusal in its cool-down | the same refusal at once, unless the credentials have changed |
 *
 * @returns a source that makes one token call for any number of callers
 * @throws {LatchkeyError} `invalid_options`
 */
export function createTokenSource(options: TokenSourceOptions): CachingTokenSource {
  const { maxEntries, ...terms } = readOptions(options)
  const { clock } = terms
  const solo = newTokenEntry(undefined)
  const entries = createLruMap<TokenEntry>(maxEntries, (entry) => entry.flight !== undefined)

  function entryOf(subject: string | undefined): TokenEntry {
    if (subject === undefined) return solo
    const known = entries.get(subject)
    if (known !== undefined) return known
    const entry = newTokenEntry(subject)
    entries.set(subject, entry)
    return entry
  }

  /** The token in memory, refreshed behind where its time has come: the whole of the cached path. */
  function current(entry: TokenEntry): HeldToken | undefined {
    const { held } = entry
    if (held === undefined) return undefined
    const now = clock.monotonic()
    if (now < held.refreshAt) return held
    if (now >= held.usableUntil) return undefined
    if (entry.flight === undefined && !isOpen(entry.backOff, now) && !isOpen(entry.refused, now))
      launch(entry, false)
    return held
  }

  function launch(entry: TokenEntry, force: boolean): Flight<AccessToken> {
    entry.flight = startFlight(clock, async (waiting) => {
      try {
        return await refreshEntry(entry, terms, { waiting, force })
      } finally {
        entry.flight = undefined
      }
    })
    return entry.flight
  }

  async function obtain(
    entry: TokenEntry,
    { signal, forceRefresh = false }: GetTokenOptions,
  ): Promise<AccessToken> {
    signal?.throwIfAborted()
    const { refused } = entry
    const now = clock.monotonic()
    if (refused !== undefined && isOpen(refused, now) && now - refused.askedAt < ASK_AGAIN_MS)
      throw refused.error
    return (entry.flight ?? launch(entry, forceRefresh)).join(signal)
  }

  return {
    getToken(options = {}) {
      const entry = entryOf(options.subject)
      const held = options.forceRefresh ? undefined : current(entry)
      return held === undefined ? obtain(entry, options) : held.promise
    },
    peek: (subject) => current(entryOf(subject))?.token,
    invalidate(rejectedToken, { subject } = {}) {
      const entry = entryOf(subject)
      if (entry.held?.token.accessToken !== rejectedToken || isOpen(entry.incurable, clock.monotonic()))
        return
      entry.held = undefined
      entry.rejected = rejectedToken
    },
    replayed(outcome, { subject } = {}) {
      const entry = entryOf(subject)
      const now = clock.monotonic()
      if (outcome === 'cured') entry.incurable = undefined
      else if (!isOpen(entry.incurable, now)) entry.incurable = openCoolDown(entry.incurable, now, INCURABLE)
    },
    async prewarm({ subject } = {}) {
      const entry = entryOf(subject)
      if (current(entry) === undefined) await obtain(entry, {}).catch(() => {})
    },
  }
}

function readOptions(options: TokenSourceOptions): RefreshTerms & { readonly maxEntries: number } {
  checkKnown('createTokenSource', options, ['grant', 'store', 'clock', ...TOKEN_TIMING_OPTIONS])
  const { grant, store, clock = systemClock, refreshWindowMs } = options
  checkFunction('grant.requestToken', grant?.requestToken)
  checkFunction('grant.identity', grant.identity)
  checkFunction('clock.monotonic', clock.monotonic)
  if (store !== undefined) checkFunction('store.get', store.get)
  if (store !== undefined) checkFunction('store.set', store.set)
  const duration = (name: (typeof TOKEN_TIMING_OPTIONS)[number], byDefault: number) =>
    checkDuration(name, options[name] ?? byDefault)
  return {
    grant,
    clock,
    shelf: store && createTokenShelf(store, clock, duration('storeTimeoutMs', 1_000)),
    refreshWindowMs:
      refreshWindowMs === undefined ? undefined : checkDuration('refreshWindowMs', refreshWindowMs),
    maxAgeMs: duration('maxAgeMs', 3_600_000),
    coolDownMs: duration('coolDownMs', 30_000),
    tokenBudgetMs: duration('tokenBudgetMs', 30_000),
    attemptTimeoutMs: duration('attemptTimeoutMs', 10_000),
    maxEntries: checkPositive('maxEntries', options.maxEntries ?? 100_000),
  }
}
