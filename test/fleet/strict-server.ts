import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createStrictJudge } from '../../packages/auth-core/test/fleet/strict-judge.ts'
import { type Closing, serve } from '../../packages/auth-core/test/oidc/serve.ts'

export const LIFETIME_MS = 3_600_000

/** A strict token endpoint on a real port: it judges a call the moment it is there, so that two at once are told apart. */
export async function startStrictServer(closing: Closing, lifetimeMs = LIFETIME_MS) {
  const { origin, answer } = await serve(closing)
  const judge = createStrictJudge(lifetimeMs)
  let judged: (() => void) | undefined
  answer(async (request: IncomingMessage, response: ServerResponse) => {
    const members = judge.judge(Object.fromEntries(new URLSearchParams(await text(request))))
    if (judged !== undefined) return judged()
    response.writeHead(members === undefined ? 400 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(members ?? { error: 'invalid_grant' }))
  })
  return {
    ...judge,
    tokenUrl: `${origin}/token`,
    /** Judges the next call, and never answers it. @returns once it is judged */
    leaveUnanswered: () =>
      new Promise<void>((resolve) => {
        judged = () => {
          judged = undefined
          resolve()
        }
      }),
  }
}

export type StrictServer = Awaited<ReturnType<typeof startStrictServer>>
