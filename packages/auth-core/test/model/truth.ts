import { isLatchkeyError } from '../../src/errors.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { createApiServer } from './api-server.ts'
import type { Caller } from './caller.ts'
import { canary, showsSecret } from './canary.ts'
import type { Configuration } from './configurations.ts'
import { faultyStore } from './faulty-store.ts'
import type { Issued } from './issued.ts'
import type { Lifeline } from './lifeline.ts'
import { createSubjectLedger, type SubjectLedger } from './subject-ledger.ts'
import { createTokenServer } from './token-server.ts'

/** A token call with all its attempts, and each step that the store may hold up for a second. */
const PATIENCE = { budgetMs: 30_000, storeMs: 8_000, apiMs: 5_000 }
/** What a killed process may leave to others: the lease, as long as it was renewed for. */
const LEASE_MS = 45_000

/** The servers, and what the client has been told by them: all that the rules are judged by. */
export function createTruth(configuration: Configuration, withStore: boolean) {
  const clock = manualClock()
  const violations: string[] = []
  const callers: Caller[] = []
  const ledgers = new Map<string, SubjectLedger>()
  let ticks = 0
  let killedAt = Number.NEGATIVE_INFINITY
  let storeTroubleAt = Number.NEGATIVE_INFINITY

  const violation = (what: string) => void violations.push(what)
  const ledgerOf = (subject: string): SubjectLedger => {
    const known = ledgers.get(subject)
    if (known !== undefined) return known
    const ledger = createSubjectLedger({
      violation,
      patienceMs: storeDelayMs,
      isAwaited: () => truth.pending().some((caller) => caller.subject === subject && !caller.atApi),
    })
    ledgers.set(subject, ledger)
    return ledger
  }
  const tick = () => ++ticks
  const store = withStore ? faultyStore(clock) : undefined
  const isStored = (token: string) => store?.holds(token) === true
  const isCurrent = (secret: string | undefined) => secret === canary('secret', truth.clientGeneration)
  const tokenServer = createTokenServer({ clock, ledgerOf, violation, tick, isCurrent, isStored })
  const callerOf = (id: string | null) => callers[Number(id)] as Caller
  function isStoreWorking(): boolean {
    return store?.mood === 'up' || store?.mood === 'slow'
  }

  /** Whether the store has worked since then, and long enough before to be asked again. */
  function isStoreSoundSince(instant: number): boolean {
    return isStoreWorking() && storeTroubleAt < instant - PATIENCE.storeMs
  }

  function handedOut(issued: Issued): void {
    const isNewest = ledgerOf(issued.subject).handedOut(issued, clock.monotonic())
    const { refreshToken, deliveredAt = 0, inherited } = issued
    if (store === undefined || refreshToken === undefined || inherited || !isNewest) return
    if (isStoreSoundSince(deliveredAt) && !store.holds(refreshToken))
      violation(`${issued.value} handed out before its refresh token is stored`)
  }
  const apiServer = createApiServer({ clock, tokenServer, callerOf, ledgerOf, handedOut, violation })

  /** What the store and a dead holder of its lease may add to any wait. */
  function storeDelayMs(): number {
    if (store === undefined) return 0
    return PATIENCE.storeMs + (clock.monotonic() < killedAt + LEASE_MS + PATIENCE.storeMs ? LEASE_MS : 0)
  }

  function isOverdue({ settled, startedAt, name }: Caller): boolean {
    const once = PATIENCE.budgetMs + storeDelayMs()
    // A refused request waits for two tokens and two answers.
    const longest = name.startsWith('request') ? 2 * (once + PATIENCE.apiMs) : once
    return !settled && clock.monotonic() > startedAt + longest
  }

  const truth = {
    clock,
    configuration,
    callers,
    tokenServer,
    apiServer,
    store,
    tick,
    ledgerOf,
    handedOut,
    violation,
    /** Which client secret, and which sign-in, the client has. */
    clientGeneration: 1,
    seed: tokenServer.families.signIn(''),
    pending: () => callers.filter(({ settled }) => !settled),
    credentialsChanged() {
      for (const ledger of ledgers.values()) ledger.credentialsChanged(clock.monotonic())
    },
    storeFailed() {
      storeTroubleAt = clock.monotonic()
      for (const ledger of ledgers.values()) ledger.storeFailed()
    },
    killed() {
      killedAt = clock.monotonic()
      for (const caller of truth.pending()) caller.settled = true
      tokenServer.inheritAll()
      for (const ledger of ledgers.values())
        ledger.restarted(
          ({ value, generation }) =>
            generation === truth.clientGeneration && isStoreWorking() && isStored(value),
        )
    },
    /** Whether this caller may be told of this error. */
    explains(caller: Caller, error: unknown): boolean {
      if (caller.abort.signal.aborted) return error === caller.abort.signal.reason
      if (error === caller.networkError) return true
      if (!isLatchkeyError(error)) return false
      if (error.code === 'store_unavailable') return !isStoreSoundSince(caller.startedAt)
      if (error.code === 'login_required' && tokenServer.families.isKnownSpent(truth.seed)) return true
      // A slow store holds up the news too.
      return ledgerOf(caller.subject).explains(
        caller.startedAt - (store === undefined ? 0 : PATIENCE.storeMs),
      )
    },
    /** The rules, after each step. @throws {Error} that names those which were broken */
    verify(lifeline: Lifeline) {
      for (const caller of callers.filter(isOverdue)) violation(`${caller.name} does not settle`)
      if (tokenServer.overdue(lifeline) > 0) violation('an attempt longer than 10 s')
      if (!isStoreWorking()) storeTroubleAt = clock.monotonic()
      if (violations.length > 0) throw new Error([...new Set(violations)].join('; '))
    },
    noSecretIn(error: unknown) {
      if (showsSecret(error)) violation('a secret in an error')
    },
  }
  return truth
}

export type Truth = ReturnType<typeof createTruth>
