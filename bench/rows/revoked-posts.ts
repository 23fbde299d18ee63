import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { listen } from '../loopback-server.ts'
import { sourceOf, tokenIssuer } from '../token-issuer.ts'

const POSTS = 200
const SPREAD_MS = 300

/**
 * 200 POSTs in flight with a token that the server has revoked, every other one a stream, their 401s spread over
 * 300 ms. `lost` are those that were not answered 200, or whose body did not arrive as it was.
 */
export async function revokedPosts(): Promise<{ calls: number; lost: number }> {
  const issuer = tokenIssuer()
  const tokens = sourceOf(issuer)
  const { accessToken: revoked } = await tokens.getToken()
  const accepted = new Map<string, string>()
  const { origin, close } = await listen(async (request, response) => {
    const body = await text(request)
    const path = request.url ?? ''
    if (request.headers.authorization === `Bearer ${revoked}`) {
      await sleep((SPREAD_MS / POSTS) * Number(path.slice(1)))
      response.writeHead(401).end()
    } else {
      accepted.set(path, body)
      response.end('{}')
    }
  })
  const authFetch = createAuthFetch({ tokens, origins: [origin] })
  const isIntact = async (index: number) => {
    const { status } = await authFetch(`${origin}/${index}`, post(index))
    return status === 200 && accepted.get(`/${index}`) === bodyOf(index)
  }
  const intact = await Promise.all(Array.from({ length: POSTS }, (_, index) => isIntact(index)))
  close()
  return { calls: issuer.calls - 1, lost: intact.filter((each) => !each).length }
}

export async function run(): Promise<{ revokedCalls: Figure; revokedLost: Figure }> {
  const { calls, lost } = await revokedPosts()
  return { revokedCalls: { floor: '', ours: calls }, revokedLost: { floor: '', ours: lost } }
}

const bodyOf = (index: number) => JSON.stringify({ index, note: 'grüße '.repeat(200) })

function post(index: number): RequestInit & { duplex?: 'half' } {
  const body = bodyOf(index)
  if (index % 2 === 0) return { method: 'POST', body }
  return { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' }
}
