import { createIncurable, createRefusal, type Failure } from './cool-downs.ts'
import { endsAt, type Issued, refreshableFrom, usableUntil } from './issued.ts'

/** The calls that one refresh may make: the first, and what follows from its failures. */
interface Chain {
  /** Which credentials it began with. */
  readonly epoch: number
  startedAt: number
  awaited: boolean
  next: 'retry' | 'initial' | 'none'
  /** How often each refresh token was sent without an answer. */
  readonly unanswered: Map<string, number>
}

const BUDGET_MS = 30_000

export interface LedgerTerms {
  violation(what: string): void
  /** How long after somebody asked a token call may begin: the store comes first. */
  patienceMs(): number
  /** Whether anybody waits now. */
  isAwaited(): boolean
}

/** What the client has been told of one subject, and what it may do on the strength of it. */
export function createSubjectLedger({ violation, patienceMs, isAwaited }: LedgerTerms) {
  let chain: Chain | undefined
  let openCalls = 0
  let epoch = 0
  let leftAt = Number.NEGATIVE_INFINITY
  let touchedAt = Number.NEGATIVE_INFINITY
  let forcedAt = 0
  let endedAt = 0
  let newest: Issued | undefined
  let seen = false
  const refusal = createRefusal()
  const incurable = createIncurable()
  let failedAt = Number.NEGATIVE_INFINITY
  /** Which came first, the token call or the 401, where both fall into one instant. */
  let order = 0
  let calledAs = 0
  let newestAs = 0
  /** The last 401 that told something new of a token, whichever it was. */
  let told = { as: 0, at: Number.NEGATIVE_INFINITY }
  /** Refused as well, and there before that 401: both tokens may have been revoked together. */
  let perhapsTogether: Issued | undefined

  const serving = (now: number) => (newest !== undefined && now < usableUntil(newest) ? newest : undefined)

  const ledger = {
    serves: (now: number) => serving(now) !== undefined,
    /** The token that the client must hand out at once. */
    expected: (now: number) => (seen ? serving(now) : undefined),
    /** Somebody asks. */
    touch(now: number, tick: number, forced: boolean) {
      touchedAt = now
      if (forced) forcedAt = tick
      // Whether the work that nobody waited for still goes on, or begins anew for this one, nobody can tell.
      if (chain !== undefined && openCalls === 0 && !isAwaited()) {
        chain.startedAt = now
        chain.unanswered.clear()
      }
    },
    /** A caller was told that it failed: whoever comes next begins anew. */
    gaveUp() {
      if (chain !== undefined) chain.next = 'none'
    },
    /** Nobody is told how that ended: badly, where nothing serves. Whoever else waits still does, and will be told. */
    prewarmed(now: number) {
      if (!ledger.serves(now) && !isAwaited()) ledger.gaveUp()
    },
    /** The caller who came at `tick` has got what it wanted. */
    served(tick: number) {
      if (forcedAt === tick) forcedAt = 0
    },
    /** Somebody who waited goes away; the work goes on as if it were for him. */
    left(now: number) {
      leftAt = now
      if (chain !== undefined) chain.awaited = true
    },
    called(now: number, refreshToken: string | undefined) {
      calledAs = ++order
      if (++openCalls > 1) violation('two token calls in flight')
      if (now < refusal.until) violation(`a token call ${refusal.until - now} ms before a cool-down ends`)
      if (!continues(now)) begin(now)
      if (chain === undefined || refreshToken === undefined) return
      const times = (chain.unanswered.get(refreshToken) ?? 0) + 1
      if (times > 2) violation('a refresh token sent a third time without an answer')
    },
    /** The call is over, with this failure; none where the client got a token. */
    failed(now: number, tick: number, failure: Failure, unanswered?: string) {
      openCalls--
      endedAt = tick
      failedAt = now
      if (chain === undefined) return
      chain.awaited ||= isAwaited()
      chain.next = failure.kind === 'transient' ? 'retry' : failure.kind === 'spent' ? 'initial' : 'none'
      if (unanswered !== undefined) {
        const times = (chain.unanswered.get(unanswered) ?? 0) + 1
        chain.unanswered.set(unanswered, times)
        if (times > 1 && !isAwaited()) chain.next = 'none'
      }
      refusal.met(now, failure, chain.epoch === epoch && failure.outdated !== true)
    },
    delivered(now: number, tick: number, issued: Issued) {
      openCalls--
      endedAt = tick
      chain = undefined
      refusal.clear()
      issued.deliveredAt = now
      newest = issued
      newestAs = calledAs
      seen = false
    },
    /** @returns whether it is the newest */
    handedOut(issued: Issued, now: number): boolean {
      if (issued.rejected) violation(`${issued.value} handed out after a 401 told that it is no good`)
      if (now >= endsAt(issued))
        violation(`${issued.value} handed out ${now - endsAt(issued)} ms after its usable time`)
      if (issued.inherited) newest ??= issued
      if (issued !== newest) return false
      seen = true
      return true
    },
    /** A 401 has reached the client. @returns whether it means nothing, because a new token did not help either */
    rejected(issued: Issued, now: number): boolean {
      touchedAt = now
      if (incurable.isOpen(now)) return true
      // What took the place of a rejected token and is rejected as well.
      if (issued === newest && incurable.isRepeated(now)) {
        incurable.open(now)
        return true
      }
      if (!issued.rejected) told = { as: ++order, at: now }
      issued.rejected = true
      if (issued !== newest && issued !== perhapsTogether) return false
      newest = undefined
      incurable.dropped(now)
      return false
    },
    replayed(cured: boolean, now: number) {
      if (cured) return incurable.clear()
      incurable.open(now)
      // A new one may be got all the same.
      const isOlder = newestAs < told.as && newest?.deliveredAt !== undefined && newest.deliveredAt <= told.at
      perhapsTogether = isOlder ? newest : undefined
      if (isOlder) newest = undefined
    },
    credentialsChanged(now: number) {
      epoch++
      // The store has it under another key now.
      ledger.storeFailed()
      refusal.credentialsChanged(now)
    },
    /** Whether a caller who came at `since` may be told of a failure. */
    explains: (since: number) => failedAt >= since || refusal.toldUntil > since,
    /** A new process knows what the store holds and nothing else. */
    restarted(holds: (issued: Issued) => boolean) {
      if (newest !== undefined && !holds(newest)) newest = undefined
      ledger.storeFailed()
      chain = undefined
      openCalls = 0
      incurable.clear()
      refusal.clear()
      failedAt = Number.NEGATIVE_INFINITY
      seen = false
    },
    /** What only the store has cannot be counted on. */
    storeFailed() {
      if (!seen && newest?.inherited) newest = undefined
    },
  }
  return ledger

  function continues(now: number): boolean {
    if (chain === undefined) return false
    const { next, awaited, startedAt } = chain
    if (next === 'initial') chain.next = 'none'
    return next === 'initial' || (next === 'retry' && awaited && now <= startedAt + BUDGET_MS)
  }

  function begin(now: number): void {
    const token = serving(now)
    const forced = forcedAt > endedAt
    if (touchedAt + patienceMs() < now) violation('a token call that nobody asked for')
    else if (token !== undefined && now < refreshableFrom(token) && !forced)
      violation(`a token call while ${token.value} is valid and fresh`)
    const awaited = now <= leftAt + patienceMs()
    chain = { epoch, startedAt: now, awaited, next: 'none', unanswered: new Map() }
  }
}

export type SubjectLedger = ReturnType<typeof createSubjectLedger>
