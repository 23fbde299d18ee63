/** One token call, as it was judged. */
interface JudgedCall {
  readonly grantType: string | undefined
  readonly refreshToken: string | undefined
  readonly answered: 'issued' | 'invalid_grant'
}

/** Rotates its refresh tokens, and revokes the whole family when a spent one comes back. */
export function createStrictJudge(lifetimeMs: number) {
  const calls: JudgedCall[] = []
  const revoked: string[] = []
  /** The one refresh token of each family that is not spent. */
  const unspent = new Map<string, string>()
  const families = new Map<string, string>()
  let count = 0

  function issue(family = `family-${count + 1}`) {
    count++
    const refreshToken = `refresh-${count}`
    unspent.set(family, refreshToken)
    families.set(refreshToken, family)
    return { access_token: `token-${count}`, expires_in: lifetimeMs / 1000, refresh_token: refreshToken }
  }

  function trade(refreshToken: string) {
    const family = families.get(refreshToken) ?? ''
    if (unspent.get(family) === refreshToken) return issue(family)
    if (unspent.delete(family)) revoked.push(family)
    return undefined
  }

  return {
    calls,
    /** The families of which a spent refresh token came back. */
    revoked,
    /** A refresh token of a new family, that none of our code asked for. */
    signIn: () => issue().refresh_token,
    /** @returns the members of a token response, or undefined for `invalid_grant` */
    judge(fields: Readonly<Record<string, string>>) {
      const { grant_type: grantType, refresh_token: refreshToken } = fields
      const issued = refreshToken === undefined ? issue() : trade(refreshToken)
      calls.push({ grantType, refreshToken, answered: issued === undefined ? 'invalid_grant' : 'issued' })
      // A client is nobody who could be kept signed in.
      if (grantType === 'client_credentials') return { ...issued, refresh_token: undefined }
      return issued
    },
    spentTwice(): string[] {
      const sent = calls.flatMap((call) => call.refreshToken ?? [])
      return sent.filter((token, index) => sent.indexOf(token) < index)
    },
  }
}
