import type { Grant } from '../src/grants/grant.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { createTokenSource, type TokenSource } from '../src/token-source.ts'

/** A token source with numbered tokens (`token-1`, `token-2` ...), and the server's view of which of them are good. */
export function tokenRealm(clock = manualClock()) {
  const revoked = new Set<string>()
  const invalidated: string[] = []
  let calls = 0
  const grant: Grant = {
    identity: () => ['realm'],
    async requestToken({ subject }) {
      calls++
      return { accessToken: subject === undefined ? `token-${calls}` : `token-${calls}-${subject}` }
    },
  }
  const source = createTokenSource({ grant, clock, maxAgeMs: 86_400_000 })
  const tokens: TokenSource = {
    ...source,
    invalidate(rejected, options) {
      invalidated.push(rejected)
      source.invalidate(rejected, options)
    },
  }
  return {
    clock,
    tokens,
    invalidated,
    /** How many token calls there have been. */
    get calls() {
      return calls
    },
    revoke: (token: string) => void revoked.add(token),
    accepts(authorization: string | undefined): boolean {
      const token = /^Bearer (token-\d+.*)$/.exec(authorization ?? '')?.[1]
      return token !== undefined && !revoked.has(token)
    },
  }
}
