import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'
import { sourceOf, tokenIssuer } from '../token-issuer.ts'

const CALLERS = 1_000
const LATENCY_MS = 200
const origin = 'https://api.example.com'
const url = `${origin}/orders`
const atOnce = (call: () => Promise<unknown>) => Promise.all(Array.from({ length: CALLERS }, call))

/** Callers that come at once, none of whom finds a token: how many token calls they make. */
export async function coldCallers(latency: () => Promise<unknown>): Promise<number> {
  const issuer = tokenIssuer({ answerAfter: latency })
  const fetch = async () => new Response('{}')
  const authFetch = createAuthFetch({ tokens: sourceOf(issuer), origins: [origin], fetch })
  await atOnce(() => authFetch(url))
  return issuer.calls
}

/** Their wall time, against the latency of one token call and as many bare fetches after it. */
export async function run(): Promise<{ coldCalls: Figure; coldWall: Figure }> {
  const latency = () => sleep(LATENCY_MS)
  const fetch = async () => new Response('{}')
  const counts: number[] = []
  const comparison = await compare(
    () => latency().then(() => atOnce(fetch)),
    async () => counts.push(await coldCallers(latency)),
    { rounds: 15, batch: 1 },
  )
  return {
    coldCalls: { floor: '', ours: Math.max(...counts) },
    coldWall: ratioFigure('token latency, bare fetches', comparison),
  }
}
