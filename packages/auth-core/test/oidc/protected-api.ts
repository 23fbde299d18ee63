import { createAuthFetch, type Fetch, isLatchkeyError, type TokenSource } from '@latchkey/auth-core'
import type { AuthorizationServer } from './authorization-server.ts'
import { type Closing, serve } from './serve.ts'

export type ProtectedApi = Awaited<ReturnType<typeof startProtectedApi>>

/** How many callers got which status or error code. */
export type Tally = Record<string | number, number>

const CALLERS = 100

/** An API on a server of its own, which asks the authorization server about every token that it is sent. */
export async function startProtectedApi(closing: Closing, judge: AuthorizationServer) {
  const server = await serve(closing)
  const calls: { readonly token: string; readonly status: number }[] = []
  let admit = async (): Promise<void> => {}
  server.answer(async ({ headers }, response) => {
    await admit()
    const token = headers.authorization?.replace(/^Bearer /, '') ?? ''
    const status = (await judge.isLive(token)) ? 200 : 401
    calls.push({ token, status })
    response.writeHead(status).end()
  })

  return {
    /** The token of each request, and the answer. */
    calls,
    tally: () => tally(calls.map(({ status }) => status)),

    /** Lets no request through before `count` have come and `then` is done. */
    holdUntil(count: number, then: () => Promise<void>): void {
      let waiting = 0
      const admitted = new Promise<void>((resolve) => {
        admit = () => {
          if (++waiting === count) resolve(then())
          return admitted
        }
      })
    },

    /** A request each from 100 callers at once, who share the sources evenly. */
    async burst(...sources: TokenSource[]): Promise<Tally> {
      const fetches = sources.map((tokens) => createAuthFetch({ tokens, origins: [server.origin] }))
      const outcomes = Array.from({ length: CALLERS }, async (_, caller) => {
        const fetch = fetches[caller % fetches.length] as Fetch
        const response = await fetch(`${server.origin}/orders/${caller}`).catch(codeOf)
        if (typeof response === 'string') return response
        await response.arrayBuffer()
        return response.status
      })
      return tally(await Promise.all(outcomes))
    },
  }
}

function codeOf(error: unknown): string {
  if (isLatchkeyError(error)) return error.code
  throw error
}

function tally(outcomes: readonly (string | number)[]): Tally {
  const counts: Tally = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
