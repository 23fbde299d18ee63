import { LatchkeyError } from './errors.ts'
import type { GrantContext } from './grants/grant.ts'
import { httpDate } from './http-date.ts'
import { dated, hold } from './lifetime.ts'
import { isUrgent, type Refresh, type Refreshed, serving } from './refresh.ts'
import { storeUnavailable } from './store-unavailable.ts'
import { readTokenResponse, type TokenResponse } from './token.ts'
import { adopt, countOn } from './token-adoption.ts'
import { type ExchangeTerms, exchange, type TokenRequest } from './token-endpoint.ts'
import { isInvalidGrant } from './token-endpoint-error.ts'
import { PERHAPS_TOGETHER } from './token-entry.ts'
import { within } from './within.ts'

export interface RequestCircumstances {
  /** Sees to it that the lease lasts for an exchange after this wait. @returns false where it is lost */
  readonly keepLease?: (waitMs: number) => Promise<boolean>
  /** Nobody can say who else spends the refresh token now. @default false */
  readonly storeIsAway?: boolean
}

/** A new token by the grant, into the entry and the store. */
export async function requestToken(
  refresh: Refresh,
  circumstances: RequestCircumstances = {},
): Promise<Refreshed> {
  const { clock, grant } = refresh.terms
  const { storeIsAway = false } = circumstances
  // Only a token that has come to its end is worth a way round the refresh token.
  if (storeIsAway && grant.spendsRefreshTokens && serving(refresh.entry, clock)) throw storeUnavailable()
  const beganAt = clock.monotonic()
  let date: number | undefined
  let outrun: Refreshed | undefined
  async function exchangeOnce(request: Parameters<GrantContext['exchange']>[0]) {
    try {
      // A secret may have taken its time, and one exchange may follow another.
      const isLost = (await circumstances.keepLease?.(0)) === false
      if (isLost && request.spendsRefreshToken) throw storeUnavailable()
      const sent = withHeldSecrets(request, refresh)
      const answer = await exchange(sent, exchangeTerms(sent, refresh, circumstances))
      date = httpDate(answer.headers.get('date'))
      return answer
    } catch (error) {
      if (request.spendsRefreshToken && isInvalidGrant(error)) outrun = await adopt(refresh)
      throw outrun === undefined ? error : new Error('Spent by another source')
    }
  }
  try {
    const context = { ...contextOf(refresh, storeIsAway), exchange: exchangeOnce }
    // Anybody may write a grant: what cannot be a token is refused, whoever brings it.
    // Its exchanges keep to the budget; whatever else it waits for does so too.
    const longestMs = refresh.deadline - beganAt + refresh.terms.attemptTimeoutMs
    const brought = await within(refresh.waiting.clock, longestMs, grant.requestToken(context), 'The grant')
    const response = readTokenResponse(brought)
    if (typeof response === 'string')
      throw new LatchkeyError('malformed_token_response', `What the grant returned ${response}.`)
    return await keep(refresh, dated(response, clock.now(), date), beganAt)
  } catch (error) {
    if (outrun !== undefined) return outrun
    throw error
  }
}

function contextOf({ entry, secrets }: Refresh, storeIsAway: boolean): Omit<GrantContext, 'exchange'> {
  const { subject, refreshToken } = entry
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(storeIsAway ? { storeIsAway } : {}),
    forgetRefreshToken: () => {
      if (entry.refreshToken === refreshToken) entry.refreshToken = undefined
    },
    resolve: secrets.resolve,
  }
}

function exchangeTerms(
  { spendsRefreshToken }: TokenRequest,
  refresh: Refresh,
  { keepLease }: RequestCircumstances,
): ExchangeTerms {
  const { terms, waiting } = refresh
  return {
    clock: waiting.clock,
    events: terms.events,
    budgetMs: refresh.deadline - terms.clock.monotonic(),
    attemptTimeoutMs: terms.attemptTimeoutMs,
    spendingMs: Math.min(terms.attemptTimeoutMs, terms.tokenBudgetMs / 3),
    // Without the lease two token calls may be made for one; without it two refresh tokens would be spent.
    mayRetry: async (waitMs) =>
      isUrgent(refresh) && ((await keepLease?.(waitMs)) !== false || !spendsRefreshToken),
  }
}

/** Hands the new token over, unless the store has a newer one by now. */
async function keep(refresh: Refresh, brought: TokenResponse, beganAt: number): Promise<Refreshed> {
  const { entry, terms, waiting } = refresh
  const held = hold(brought, terms.clock, terms)
  const { refreshToken = entry.refreshToken } = brought
  const response = refreshToken === undefined ? brought : { ...brought, refreshToken }
  entry.refreshToken = refreshToken
  entry.gotAt = Math.round(beganAt)
  // Until the store has counted it, only its time tells whether another one is newer.
  entry.isCounted = false
  const rejectedAt = entry.setbacks?.rejectedAt
  // Before anybody gets it: a rotated refresh token that only this process knows dies with it.
  const write = async () => terms.shelf?.write(await refresh.key(), response, ++entry.version, waiting.clock)
  let written = await write()
  if (written === false) {
    const newer = await adopt(refresh)
    if (newer !== undefined) return newer
    await countOn(refresh)
    written = await write()
  }
  entry.isCounted = written === true
  // The last one was refused while this one was written.
  const { setbacks } = entry
  if (setbacks?.rejectedAt !== undefined && setbacks.rejectedAt !== rejectedAt)
    setbacks.rejectedAt = PERHAPS_TOGETHER
  entry.held = held
  return { token: held.token, outcome: 'issued' }
}

// A server that quotes a token may quote one of an earlier answer.
function withHeldSecrets(request: TokenRequest, { entry }: Refresh): TokenRequest {
  const held = [entry.held?.token.accessToken, entry.setbacks?.rejected, entry.refreshToken]
  return { ...request, secrets: [...request.secrets, ...held.filter((secret) => secret !== undefined)] }
}
