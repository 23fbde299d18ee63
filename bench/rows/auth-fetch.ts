import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'
import { cachedSource } from '../token-issuer.ts'

const origin = 'https://api.example.com'
const init = { method: 'GET', headers: { accept: 'application/json' } }

/** The auth fetch called with URL and init, against the fetch behind it, which does nothing. */
export async function run(): Promise<{ fetch: Figure; fetchAdds: Figure }> {
  const response = new Response('{}')
  const bare = async (_url: unknown, _init: unknown) => response
  const authFetch = createAuthFetch({ tokens: await cachedSource(), origins: [origin], fetch: bare })
  const url = `${origin}/orders`
  const comparison = await compare(
    () => bare(url, init),
    () => authFetch(url, init),
    { rounds: 5_000, batch: 200 },
  )
  const { addedNs } = comparison
  const fetch = ratioFigure('bare fetch', comparison)
  return { fetch, fetchAdds: { floor: fetch.floor, ours: addedNs.median, spread: addedNs.quartiles } }
}
