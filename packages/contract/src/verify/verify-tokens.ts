import { randomUUID } from 'node:crypto'
import type { Operation } from '../operations.ts'
import type { GrantPlaces, TokenOperation } from '../token-operation.ts'
import type { RequestValidator } from '../validate-request.ts'
import type { CaseRequest } from './case-request.ts'
import type { CaseRunner } from './case-runner.ts'
import { grantRequest } from './grant-request.ts'
import { omissionsOf, refusalStatuses } from './refusal-cases.ts'
import type { GivenRequest } from './verify-options.ts'
import { type Client, type Wallet, withClient } from './wallet.ts'

export type TokenIssuer = Operation & { readonly token: TokenOperation }

/** The requests that brought a token; none once the server has refused what it was given. */
export type Accepted = readonly CaseRequest[]

/** Asks for a token by every grant that there are credentials for; the tokens go into the wallet. */
export async function verifyGrants(
  issuer: TokenIssuer,
  wallet: Wallet,
  given: GivenRequest,
  runner: CaseRunner,
): Promise<Accepted> {
  const accepted: CaseRequest[] = []
  let refreshToken: string | undefined
  let isRefused = false
  for (const [name, grant] of inOrder(issuer.token)) {
    const caseName = `grant ${name}`
    const request = grantRequest(issuer, name, grant, wallet, given, refreshToken)
    if (!('lacking' in request))
      for (const scheme of grant.issues) wallet.tokens.set(scheme, wallet.tokens.get(scheme))
    if (isRefused) runner.skip(issuer, caseName, 'the server has refused what it was given before')
    else if ('lacking' in request) runner.skip(issuer, caseName, `there is no ${request.lacking}`)
    else {
      const ran = await runner.run({ operation: issuer, name: caseName, request, expected: 'success' })
      const { status = 0 } = ran.result
      isRefused = status >= 400 && status < 500 && status !== 429
      refreshToken = ran.refreshToken ?? refreshToken
      if (ran.accessToken === undefined) continue
      accepted.push(request)
      for (const scheme of grant.issues) wallet.tokens.set(scheme, ran.accessToken)
    }
  }
  return isRefused ? [] : accepted
}

/** Those for the client alone first, those that spend a refresh token last. */
function inOrder({ grants }: TokenOperation): [string, GrantPlaces][] {
  const rank = ({ username, refreshToken }: GrantPlaces) =>
    refreshToken ? 2 : Number(username !== undefined)
  return [...grants].sort(([, a], [, b]) => rank(a) - rank(b))
}

/** A wrong secret, once, and a request that lacks something; both only where the server has accepted the right one. */
export async function verifyRefusals(
  issuer: TokenIssuer,
  accepted: Accepted,
  wallet: Wallet,
  validate: RequestValidator,
  runner: CaseRunner,
): Promise<void> {
  const [first] = accepted
  if (first === undefined) return
  const rejected = refusalStatuses(issuer, ['400', '422', '4XX'], 'request_rejected')
  const [omission] = accepted.flatMap((request) => omissionsOf(issuer, request, validate).slice(0, 1))
  if (omission !== undefined && rejected.length > 0) {
    const { pointer, request } = omission
    await runner.run({ operation: issuer, name: `without ${pointer}`, request, expected: rejected })
  }
  const wrong = refusalStatuses(issuer, ['401', '400', '4XX'], 'client_rejected')
  if (wrong.length === 0) return
  const { id } = wallet.client as Client
  const request = withClient(first, issuer.token.client, { id, secret: `wrong-${randomUUID()}` })
  await runner.run({ operation: issuer, name: 'wrong secret', request, expected: wrong, onlyOnce: true })
}
