import { canary } from './canary.ts'
import type { Failure } from './cool-downs.ts'
import type { TokenRequest } from './token-request.ts'

/** What the server does with the refresh token when it is traded in. */
export const rotations = ['rotated', 'omitted', 'same', 'empty'] as const
export type Rotation = (typeof rotations)[number]

/** All refresh tokens that descend from one sign-in; a spent one that comes again ends all of them. */
interface Family {
  readonly subject: string
  current: string
  revoked: boolean
}

interface RefreshToken {
  readonly family: Family
  /** The client has been told that it is spent: by its successor or by a refusal. */
  knownSpent: boolean
}

export const userPassword = canary('password', 1)

/** The refresh tokens of the server, with reuse detection. */
export function createFamilies(violation: (what: string) => void, isStored: (token: string) => boolean) {
  const known = new Map<string, RefreshToken>()
  // One process sees nothing of what another one was told.
  let excused = new Set<string>()

  function add(family: Family): string {
    const value = canary('refresh', known.size + 1)
    known.set(value, { family, knownSpent: false })
    family.current = value
    return value
  }

  function signIn(subject: string): string {
    return add({ subject, current: '', revoked: false })
  }

  return {
    signIn,
    subjectOf: (refreshToken = '') => known.get(refreshToken)?.family.subject,
    /** Whether the client has been told that this one is spent. */
    isKnownSpent: (refreshToken: string) => known.get(refreshToken)?.knownSpent === true,
    revoke(subject: string) {
      for (const { family } of known.values()) if (family.subject === subject) family.revoked = true
    },
    /** A new process may send what the old one knew to be spent. */
    excuseAll() {
      excused = new Set(known.keys())
    },
    sent(refreshToken: string | undefined) {
      if (refreshToken === undefined || excused.has(refreshToken)) return
      if (known.get(refreshToken)?.knownSpent)
        violation(`${refreshToken} sent although it is known to be spent`)
    },
    answered(refreshToken: string | undefined, failure: Failure | undefined) {
      const token = known.get(refreshToken ?? '')
      if (refreshToken === undefined || token === undefined) return
      if (failure !== undefined && failure.kind !== 'spent') return
      token.knownSpent = failure !== undefined || token.family.current !== refreshToken
      if (!isStored(refreshToken)) excused.delete(refreshToken)
    },
    /** @returns the refresh token to send along, or false where the grant is refused */
    exchange(
      { grantType, password, refreshToken }: TokenRequest,
      subject: string,
      rotation: Rotation,
    ): string | undefined | false {
      if (grantType === 'password') return password === userPassword && signIn(subject)
      if (refreshToken === undefined) return undefined
      const family = known.get(refreshToken)?.family
      if (family === undefined || family.revoked) return false
      if (family.current !== refreshToken) {
        family.revoked = true
        return false
      }
      if (rotation === 'rotated') return add(family)
      return rotation === 'same' ? refreshToken : rotation === 'empty' ? '' : undefined
    },
  }
}
