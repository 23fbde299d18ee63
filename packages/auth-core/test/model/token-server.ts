import type { Clock } from '../../src/clock.ts'
import type { Fetch } from '../../src/fetch.ts'
import { canary } from './canary.ts'
import type { Failure } from './cool-downs.ts'
import { createFamilies, type Rotation } from './families.ts'
import { answerOf, type Fault, networkError, type Verdict } from './faults.ts'
import type { Issued } from './issued.ts'
import type { Lifeline } from './lifeline.ts'
import type { SubjectLedger } from './subject-ledger.ts'
import { readTokenRequest, type TokenRequest } from './token-request.ts'

export interface TokenServerTerms {
  readonly clock: Clock
  ledgerOf(subject: string): SubjectLedger
  violation(what: string): void
  tick(): number
  /** Whether this is the client's secret now. */
  isCurrent(secret: string | undefined): boolean
  /** Whether the store has it. */
  isStored(token: string): boolean
}

const ATTEMPT_MS = 10_000

/** A token endpoint that knows the truth: which secret is right, which tokens are good, which refresh tokens are spent. */
export function createTokenServer({
  clock,
  ledgerOf,
  violation,
  tick,
  isCurrent,
  isStored,
}: TokenServerTerms) {
  const tokens = new Map<string, Issued>()
  const families = createFamilies(violation, isStored)
  const open = new Map<Lifeline, Set<{ startedAt: number }>>()

  const server = {
    /** Which client secret is right. */
    generation: 1,
    lifetimeMs: undefined as number | undefined,
    rotation: 'rotated' as Rotation,
    latencyMs: 0,
    /** For the next calls, one each. */
    faults: [] as Fault[],
    /** For all calls after those. */
    outage: undefined as Fault | undefined,
    tokens,
    families,
    revoke(subject: string) {
      for (const token of tokens.values()) if (token.subject === subject) token.revoked = true
    },
    /** A new process knows nothing of what the old one was told. */
    inheritAll() {
      families.excuseAll()
      for (const token of tokens.values()) Object.assign(token, { rejected: false, inherited: true })
    },
    connect(lifeline: Lifeline): Fetch {
      const begun = new Set<{ startedAt: number }>()
      open.set(lifeline, begun)
      return async (_, init = {}) => {
        const request = readTokenRequest(init)
        const subject = families.subjectOf(request.refreshToken) ?? request.subject
        ledgerOf(subject).called(clock.monotonic(), request.refreshToken)
        families.sent(request.refreshToken)
        const call = { startedAt: clock.monotonic() }
        begun.add(call)
        const answer = exchange(request, subject, lifeline, init.signal)
        return lifeline.watch(answer.finally(() => begun.delete(call)))
      }
    },
    /** How many calls have been open for longer than an attempt may take. */
    overdue: (lifeline: Lifeline) =>
      [...(open.get(lifeline) ?? [])].filter(({ startedAt }) => clock.monotonic() > startedAt + ATTEMPT_MS)
        .length,
  }
  return server

  function exchange(
    request: TokenRequest,
    subject: string,
    lifeline: Lifeline,
    signal: RequestInit['signal'],
  ) {
    const fault = server.faults.shift() ?? server.outage
    const ledger = ledgerOf(subject)
    const unprocessed = fault !== undefined && fault !== 'lost' && fault !== 'silent'
    const verdict = unprocessed ? undefined : judge(request, subject)
    return new Promise<Response>((resolve, reject) => {
      let over = false
      const end = (report: () => void) => {
        if (over || !lifeline.alive) return
        over = true
        report()
      }
      const fail = (failure: Failure, unanswered?: true) =>
        ledger.failed(
          clock.monotonic(),
          tick(),
          { ...failure, outdated: !isCurrent(request.secret) },
          unanswered && request.refreshToken,
        )
      signal?.addEventListener('abort', () =>
        end(() => {
          fail({ kind: 'transient' }, true)
          reject(signal.reason)
        }),
      )
      if (fault === 'deaf' || fault === 'silent') return
      clock.setTimer(
        () =>
          end(() => {
            if (fault === 'unreached' || fault === 'lost') {
              fail({ kind: 'transient' }, true)
              return reject(networkError(request))
            }
            const { response, issued, failure } = verdict ?? answerOf(fault as Fault, request)
            families.answered(request.refreshToken, failure)
            if (issued !== undefined) ledger.delivered(clock.monotonic(), tick(), issued)
            else fail(failure ?? { kind: 'unusable' })
            resolve(response)
          }),
        server.latencyMs,
      )
    })
  }

  function judge(request: TokenRequest, subject: string): Verdict {
    if (request.secret !== canary('secret', server.generation)) return answerOf('invalid_client', request)
    const refreshToken = families.exchange(request, subject, server.rotation)
    if (refreshToken === false) return answerOf('invalid_grant', request)
    const issued: Issued = {
      value: canary('access', tokens.size + 1),
      subject,
      refreshToken: refreshToken || undefined,
      lifetimeMs: server.lifetimeMs,
      issuedAt: clock.monotonic(),
      generation: server.generation,
      revoked: false,
      deliveredAt: undefined,
      rejected: false,
      inherited: false,
    }
    tokens.set(issued.value, issued)
    const { value, lifetimeMs } = issued
    const members = {
      access_token: value,
      token_type: 'Bearer',
      expires_in: lifetimeMs === undefined ? undefined : lifetimeMs / 1000,
      refresh_token: refreshToken,
    }
    return { issued, response: Response.json(members, { headers: { 'x-access-token': value } }) }
  }
}

export type TokenServer = ReturnType<typeof createTokenServer>
