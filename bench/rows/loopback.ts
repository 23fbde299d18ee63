import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'
import { listen } from '../loopback-server.ts'
import { cachedSource } from '../token-issuer.ts'

/** One request after another to a real server in this process, read to its end. */
export async function run(): Promise<{ loopback: Figure }> {
  const { origin, close } = await listen((_, response) => response.end('{"ok":true}'))
  const tokens = await cachedSource()
  const { accessToken } = await tokens.getToken()
  const headers = { accept: 'application/json' }
  const withHeader = { headers: { ...headers, authorization: `Bearer ${accessToken}` } }
  const authFetch = createAuthFetch({ tokens, origins: [origin] })
  const url = `${origin}/orders`
  const comparison = await compare(
    async () => (await fetch(url, withHeader)).text(),
    async () => (await authFetch(url, { headers })).text(),
    { rounds: 300, batch: 10 },
  )
  close()
  return { loopback: ratioFigure('fetch, static header', comparison) }
}
