import { setImmediate as turn } from 'node:timers/promises'
import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { realTime, type Time } from '../time.ts'
import { sourceOf, tokenIssuer } from '../token-issuer.ts'

const origin = 'https://api.example.com'

export interface Load {
  readonly everyMs: number
  readonly forMs: number
}

/**
 * A steady load on tokens of 2 s from an endpoint that takes 300 ms, from the first token on. A request is stalled
 * where it is not sent at once.
 */
export async function shortTokens(
  { clock, pass, wait }: Time,
  { everyMs, forMs }: Load,
): Promise<{ calls: number; stalled: number }> {
  const issuer = tokenIssuer({ lifetimeSeconds: 2, answerAfter: () => wait(300) })
  const tokens = sourceOf(issuer, { clock })
  const sent = new Set<unknown>()
  const fetch = async (url: unknown) => {
    sent.add(url)
    return new Response('{}')
  }
  const authFetch = createAuthFetch({ tokens, origins: [origin], fetch })
  const first = tokens.getToken()
  while (issuer.token === '') await pass(10)
  await first
  const before = issuer.calls
  const start = clock.monotonic()
  const requests: Promise<unknown>[] = []
  let stalled = 0
  for (let due = 0; due < forMs; due += everyMs) {
    const url = `${origin}/orders/${due}`
    requests.push(authFetch(url))
    await turn()
    if (!sent.has(url)) stalled++
    await pass(Math.max(0, start + due + everyMs - clock.monotonic()))
  }
  const { calls } = issuer
  await pass(500)
  await Promise.all(requests)
  return { calls: calls - before, stalled }
}

/** Ten sources side by side, each under its own 200 requests a second: what the worst of them shows. */
export async function run(): Promise<{ shortCalls: Figure; shortStalled: Figure }> {
  const load = { everyMs: 5, forMs: 10_000 }
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => shortTokens(realTime(), load)))
  const worst = (name: 'calls' | 'stalled') => Math.max(...outcomes.map((outcome) => outcome[name]))
  return {
    shortCalls: { floor: '', ours: worst('calls') },
    shortStalled: { floor: '', ours: worst('stalled') },
  }
}
