import type { Clock } from '../../src/clock.ts'
import type { Fetch } from '../../src/fetch.ts'
import type { Caller } from './caller.ts'
import { type Issued, isGood } from './issued.ts'
import type { Lifeline } from './lifeline.ts'
import type { SubjectLedger } from './subject-ledger.ts'
import type { TokenServer } from './token-server.ts'

/** `stubborn` answers 401 to a good token too. */
export const apiMoods = ['up', 'stubborn', 'unreachable'] as const
export type ApiMood = (typeof apiMoods)[number]

export interface ApiServerTerms {
  readonly clock: Clock
  readonly tokenServer: TokenServer
  callerOf(id: string | null): Caller
  ledgerOf(subject: string): SubjectLedger
  handedOut(token: Issued): void
  violation(what: string): void
}

/** An API that takes good tokens only, and sees to it that each request arrives whole, and at most twice. */
export function createApiServer({
  clock,
  tokenServer,
  callerOf,
  ledgerOf,
  handedOut,
  violation,
}: ApiServerTerms) {
  const server = {
    mood: 'up' as ApiMood,
    latencyMs: 0,
    connect(lifeline: Lifeline): Fetch {
      return (_, init = {}) => lifeline.watch(receive(init, lifeline))
    },
  }
  return server

  async function receive(init: RequestInit, lifeline: Lifeline): Promise<Response> {
    const headers = new Headers(init.headers)
    const caller = callerOf(headers.get('x-request'))
    const sent = headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
    const token = tokenServer.tokens.get(sent)
    const ledger = ledgerOf(caller.subject)
    if (token?.subject !== caller.subject) violation(`${caller.name} sent with the token of somebody else`)
    else handedOut(token)
    if (caller.sentWith.includes(sent)) violation(`${caller.name} sent again with the same token`)
    caller.sentWith.push(sent)
    caller.atApi = true
    if (caller.sentWith.length > 2) violation(`${caller.name} sent a third time`)
    const good = token !== undefined && isGood(token, clock.monotonic())
    const { mood, latencyMs } = server
    const body = await new Response(init.body ?? null).text()
    if (body !== caller.body) violation(`${caller.name} arrived with another body`)
    return new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      clock.setTimer(() => {
        if (!lifeline.alive || init.signal?.aborted) return
        caller.atApi = false
        if (mood === 'unreachable') return reject(caller.networkError)
        const status = good && mood === 'up' ? 200 : 401
        if (caller.sentWith.length === 2) ledger.replayed(status === 200, clock.monotonic())
        else if (status === 401 && token !== undefined)
          caller.mayEndRefused = ledger.rejected(token, clock.monotonic())
        resolve(Response.json({ ok: status === 200 }, { status }))
      }, latencyMs)
    })
  }
}
