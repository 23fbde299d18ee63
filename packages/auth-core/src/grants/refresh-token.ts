import { checkKnown, invalidOption } from '../check-options.ts'
import { LatchkeyError } from '../errors.ts'
import { checkCredential, checkSecret, type Secret } from '../secret.ts'
import { storeUnavailable } from '../store-unavailable.ts'
import type { TokenResponse } from '../token.ts'
import { isInvalidGrant } from '../token-endpoint-error.ts'
import { type ClientCredentialsOptions, clientCredentials } from './client-credentials.ts'
import type { Grant, GrantContext } from './grant.ts'

export interface InitialGrantOptions {
  /** The grant that brings the first refresh token, and is the way back when one is refused. */
  readonly initial: Grant
}

export interface SeededRefreshOptions extends Omit<ClientCredentialsOptions, 'scope'> {
  /** The refresh token to begin with; a function is asked again when the one in use is refused. */
  readonly refreshToken: Secret
  /** Whose token it is: the refresh token itself rotates and cannot tell. */
  readonly subject: string
}

/**
 * Keeps a user signed in by trading refresh tokens in. The one in use is the last that was sent to us: a new one
 * replaces it; an omitted one, the same one and an empty one leave it.
 *
 * | the exchange | sent | initial grant | callers get | in use afterwards |
 * |---|---|---|---|---|
 * | 200, rotated | once | unused | a token | the new one |
 * | 200, omitted, same or empty | once | unused | a token | the old one |
 * | `invalid_grant` | once | used at once; without one, a refresh token that the function newly returns | a token, else `login_required` | what that grant brings; none after `login_required` |
 * | 5xx | again within the budget | unused | `token_endpoint_unavailable` | the old one |
 * | network error | twice | unused | `token_endpoint_unavailable` | the old one |
 * | time-out, not processed | twice | unused | `token_endpoint_unavailable` | the old one |
 *
 * A time-out that the server did process is sent again once, knowing that. Within a period of grace that brings the
 * token. With reuse detection it is `invalid_grant`, and what follows that. With both tries unanswered it is an outage,
 * and the next call decides.
 *
 * @throws {LatchkeyError} `invalid_options`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function refreshToken(options: InitialGrantOptions | SeededRefreshOptions): Grant {
  return 'initial' in options ? withWayBack(options) : seeded(options)
}

function withWayBack(options: InitialGrantOptions): Grant {
  checkKnown('refreshToken', options, ['initial'])
  const { initial } = options
  const refresh = refreshOf(initial, 'initial')
  return {
    // Not by spreading: it may be of a class of somebody's own.
    identity: () => initial.identity(),
    credentials: () => initial.credentials?.() ?? [],
    refresh,
    spendsRefreshTokens: true,
    async requestToken(context) {
      const held = context.storeIsAway ? undefined : context.refreshToken
      return (await tradeHeld(refresh, held, context)) ?? initial.requestToken(context)
    },
  }
}

function seeded({ refreshToken: seed, subject, ...options }: SeededRefreshOptions): Grant {
  checkSecret('refreshToken', seed)
  checkCredential('subject', subject)
  if ('scope' in options) throw invalidOption('scope', 'has no effect on a refresh token')
  const client = clientCredentials(options)
  const refresh = refreshOf(client, 'tokenUrl')
  // A seed that was spent once is not tried again: a server that detects reuse would revoke the whole family.
  let spent: string | undefined
  async function tradeSeed(context: GrantContext): Promise<TokenResponse | undefined> {
    const value = await context.resolve('refreshToken', seed)
    if (value === spent) return undefined
    const traded = await trade(refresh, value, context)
    spent = value
    return traded
  }
  return {
    ...client,
    spendsRefreshTokens: true,
    identity: () => ['refresh_token', subject, ...client.identity()],
    credentials: () => [seed],
    async requestToken(context) {
      // One refresh token is one user's: for another subject it would bring the wrong user's token.
      if (context.subject !== undefined) throw invalidOption('subject', 'is fixed by the refresh token')
      if (context.storeIsAway) throw storeUnavailable()
      const held = context.refreshToken
      const response = (await tradeHeld(refresh, held, context)) ?? (await tradeSeed(context))
      if (response !== undefined) return response
      throw new LatchkeyError(
        'login_required',
        'The refresh token was refused; let the user sign in again and give option "refreshToken" the new one.',
      )
    },
  }
}

type Refresh = NonNullable<Grant['refresh']>

function refreshOf(grant: Grant, option: string): Refresh {
  if (grant?.refresh === undefined) throw invalidOption(option, 'cannot trade a refresh token in')
  return grant.refresh.bind(grant)
}

/** The same for the one that the source holds, which must not be sent again once it was refused. */
async function tradeHeld(
  refresh: Refresh,
  held: string | undefined,
  context: GrantContext,
): Promise<TokenResponse | undefined> {
  const traded = held === undefined ? undefined : await trade(refresh, held, context)
  if (held !== undefined && traded === undefined) context.forgetRefreshToken?.()
  return traded
}

/** The token, or undefined after `invalid_grant` and only then. */
async function trade(
  refresh: Refresh,
  held: string,
  context: GrantContext,
): Promise<TokenResponse | undefined> {
  const exchange: GrantContext['exchange'] = (request) =>
    context.exchange({ ...request, spendsRefreshToken: true })
  try {
    const response = await refresh(held, { ...context, exchange })
    return { ...response, refreshToken: response.refreshToken ?? held }
  } catch (error) {
    if (isInvalidGrant(error)) return undefined
    throw error
  }
}
