import { createAuthFetch } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { sourceOf, tokenIssuer } from '../token-issuer.ts'

const origin = 'https://api.example.com'

/** An API that answers 401 whatever the token: how many token calls beyond the first one that costs. */
export async function refusedForEver(requests: number, order: 'at once' | 'in a row'): Promise<number> {
  const issuer = tokenIssuer()
  const tokens = sourceOf(issuer)
  await tokens.getToken()
  const fetch = async () => new Response(null, { status: 401 })
  const authFetch = createAuthFetch({ tokens, origins: [origin], fetch })
  const call = () => authFetch(`${origin}/orders`)
  if (order === 'at once') await Promise.all(Array.from({ length: requests }, call))
  else for (let sent = 0; sent < requests; sent++) await call()
  return issuer.calls - 1
}

export async function run(): Promise<{ refusedAtOnce: Figure; refusedInARow: Figure }> {
  return {
    refusedAtOnce: { floor: '', ours: await refusedForEver(50, 'at once') },
    refusedInARow: { floor: '', ours: await refusedForEver(20, 'in a row') },
  }
}
