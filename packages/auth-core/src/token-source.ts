import { isOpen, openCoolDown } from './cool-down.ts'
import { type Flight, startFlight } from './flight.ts'
import type { HeldToken } from './lifetime.ts'
import { createLruMap } from './lru-map.ts'
import { serving } from './refresh.ts'
import type { AccessToken } from './token.ts'
import { newTokenEntry, PERHAPS_TOGETHER, type Setbacks, setbacksOf, type TokenEntry } from './token-entry.ts'
import { refreshEntry } from './token-refresh.ts'
import { readTokenSourceOptions, type TokenSourceOptions } from './token-source-options.ts'

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
  const terms = readTokenSourceOptions(options)
  const { clock, events, maxEntries, sharesFlights, waitUntil } = terms
  const solo = newTokenEntry(undefined)
  const entries = createLruMap<TokenEntry>({
    maxEntries,
    keyOf: ({ subject = '' }) => subject,
    isBusy: ({ flight }) => flight !== undefined,
  })

  function entryOf(subject: string | undefined): TokenEntry {
    if (subject === undefined) return solo
    const known = entries.get(subject)
    if (known !== undefined) return known
    const entry = newTokenEntry(subject)
    entries.set(entry)
    return entry
  }

  /** The token in memory, refreshed behind where its time has come: the whole of the cached path. */
  function current(entry: TokenEntry): HeldToken | undefined {
    const { held } = entry
    if (held === undefined) return undefined
    const now = clock.monotonic()
    if (now >= held.refreshAt) {
      if (now >= held.usableUntil || !refreshBehind(entry, now)) return undefined
    }
    if (events.wants('cache_hit')) events.emit({ type: 'cache_hit', subject: entry.subject })
    return held
  }

  /** @returns false where nothing can go on behind a caller, who has to wait then */
  function refreshBehind(entry: TokenEntry, now: number): boolean {
    const { flight, setbacks } = entry
    if (flight !== undefined || isOpen(setbacks?.backOff, now) || isOpen(setbacks?.refused, now)) return true
    if (!sharesFlights && waitUntil === undefined) return false
    launch(entry, { background: true })
    return true
  }

  function launch(entry: TokenEntry, { force = false, background = false }): Flight<AccessToken> {
    const flight = startFlight(clock, async (waiting) => {
      try {
        return await refreshEntry(entry, terms, { waiting, force, background })
      } finally {
        entry.flight = undefined
      }
    })
    entry.flight = flight
    // Only now: an observer that asks for a token joins this refresh.
    events.emit({ type: 'refresh_start', background, subject: entry.subject })
    try {
      waitUntil?.(flight.over)
    } catch {
      // Outside of a request there is nothing to prolong; a valid token is served all the same.
    }
    return flight
  }

  async function obtain(
    entry: TokenEntry,
    { signal, forceRefresh: force = false }: GetTokenOptions,
  ): Promise<AccessToken> {
    signal?.throwIfAborted()
    const { held, subject } = entry
    const { refused } = entry.setbacks ?? {}
    const reason = force ? 'forced' : held === undefined ? 'empty' : 'expired'
    events.emit({ type: 'cache_miss', reason, subject })
    const now = clock.monotonic()
    const shared = sharesFlights ? entry.flight : undefined
    if (shared === undefined && isOpen(refused, now) && now - refused.askedAt < ASK_AGAIN_MS)
      throw refused.error
    try {
      const token = await (shared ?? launch(entry, { force })).join(signal, force)
      // It was about to be left to another process.
      if (force && token === held?.token) return await obtain(entry, { signal, forceRefresh: true })
      // It is there before its lease is given back, and may be refused meanwhile.
      return entry.held === undefined ? await obtain(entry, { signal }) : token
    } catch (error) {
      // A failure is nobody's while a token serves, but for who asked for a new one.
      const serves = force || signal?.aborted ? undefined : serving(entry, clock)
      if (serves === undefined) throw error
      return serves.token
    }
  }

  function openIncurable(setbacks: Setbacks, now: number, subject: string | undefined): void {
    const last = setbacks.incurable
    const isRecent = last !== undefined && now < last.until + INCURABLE.maxMs
    const incurable = openCoolDown(isRecent ? last : undefined, now, INCURABLE)
    setbacks.incurable = incurable
    events.emit({ type: 'cool_down', reason: 'incurable', delayMs: incurable.delayMs, subject })
  }

  return {
    getToken(options = {}) {
      const entry = entryOf(options.subject)
      const held = options.forceRefresh ? undefined : current(entry)
      if (held === undefined) return obtain(entry, options)
      if (!sharesFlights) return Promise.resolve(held.token)
      held.promise ??= Promise.resolve(held.token)
      return held.promise
    },
    peek: (subject) => current(entryOf(subject))?.token,
    invalidate(rejectedToken, { subject } = {}) {
      const entry = entryOf(subject)
      const now = clock.monotonic()
      const { held } = entry
      if (held === undefined || held.token.accessToken !== rejectedToken) return
      const setbacks = setbacksOf(entry)
      if (isOpen(setbacks.incurable, now)) return
      // The token that took the place of a rejected one is rejected as well: a third one would be too.
      if (setbacks.rejectedAt !== undefined && now - setbacks.rejectedAt < INCURABLE.firstMs)
        return openIncurable(setbacks, now, subject)
      entry.held = undefined
      setbacks.rejected = rejectedToken
      setbacks.rejectedAt = now
      events.emit({ type: 'invalidate', subject })
    },
    replayed(outcome, { subject } = {}) {
      const entry = entryOf(subject)
      const now = clock.monotonic()
      const setbacks = setbacksOf(entry)
      events.emit({ type: 'replay', outcome, subject })
      if (outcome === 'cured') {
        setbacks.incurable = undefined
        setbacks.rejectedAt = undefined
      } else if (!isOpen(setbacks.incurable, now) && setbacks.rejectedAt !== PERHAPS_TOGETHER)
        openIncurable(setbacks, now, subject)
    },
    async prewarm({ subject } = {}) {
      const entry = entryOf(subject)
      if (current(entry) === undefined) await obtain(entry, {}).catch(() => {})
    },
  }
}
