import { createTokenSource, password, refreshToken, type TokenStore } from '@latchkey/auth-core'
import type { AuthorizationServer } from './authorization-server.ts'
import { madeUpPassword } from './password-grant.ts'

/** Signs the user in with the password, and keeps the user signed in. */
export function signedIn({ client }: AuthorizationServer, store?: TokenStore) {
  const user = { username: 'user-1', password: madeUpPassword, scope: 'offline_access read' }
  return createTokenSource({ grant: refreshToken({ initial: password({ ...client, ...user }) }), store })
}

/** Keeps the user signed in whose refresh token it is given. */
export function seeded({ client }: AuthorizationServer, seed: () => string) {
  return createTokenSource({ grant: refreshToken({ ...client, refreshToken: seed, subject: 'user-1' }) })
}
