import type { Clock } from './clock.ts'
import { type CoolDown, isOpen, openCoolDown } from './cool-down.ts'
import { isLatchkeyError } from './errors.ts'
import type { Waiting } from './flight.ts'
import type { Grant, GrantContext } from './grants/grant.ts'
import { hold, type LifetimeTerms } from './lifetime.ts'
import { rememberSecrets, type SecretMemory } from './secret.ts'
import type { TokenShelf } from './stored-token.ts'
import type { AccessToken } from './token.ts'
import { exchange } from './token-endpoint.ts'
import type { TokenEntry } from './token-entry.ts'
import { tokenKey } from './token-key.ts'

export interface RefreshTerms extends LifetimeTerms {
  readonly grant: Grant
  readonly clock: Clock
  readonly shelf: TokenShelf | undefined
  readonly coolDownMs: number
  readonly tokenBudgetMs: number
  readonly attemptTimeoutMs: number
}

export interface RefreshOrder {
  readonly waiting: Waiting
  /** A token from the store will not do. */
  readonly force: boolean
}

const BACK_OFF = { firstMs: 1_000, maxMs: 60_000 }

/**
 * Gets a new token into the entry: from the store if another source left one there, else by the grant.
 * A failure is remembered in the entry as long as another try cannot mend it.
 */
export async function refreshEntry(
  entry: TokenEntry,
  terms: RefreshTerms,
  order: RefreshOrder,
): Promise<AccessToken> {
  const secrets = rememberSecrets()
  await throwRefusal(entry, terms, secrets)
  try {
    const token = (await adopt(entry, terms, secrets, order)) ?? (await request(entry, terms, secrets, order))
    entry.refused = undefined
    entry.backOff = undefined
    return token
  } catch (error) {
    await remember(entry, terms, secrets, error)
    throw error
  }
}

/** A refusal holds while it is open and the credentials are those it was met with. */
async function throwRefusal(
  entry: TokenEntry,
  { grant, clock }: RefreshTerms,
  secrets: SecretMemory,
): Promise<void> {
  const { refused } = entry
  if (refused === undefined || !isOpen(refused, clock.monotonic())) return
  refused.askedAt = clock.monotonic()
  if ((await credentialsOf(grant, secrets)) === refused.credentials) throw refused.error
  entry.refused = undefined
}

async function adopt(
  entry: TokenEntry,
  terms: RefreshTerms,
  secrets: SecretMemory,
  { waiting, force }: RefreshOrder,
): Promise<AccessToken | undefined> {
  const stored = await terms.shelf?.read(await keyOf(entry, terms.grant, secrets), waiting.clock)
  if (stored === undefined || stored.version <= entry.version) return undefined
  entry.version = stored.version
  entry.refreshToken = stored.response.refreshToken
  if (force || stored.response.accessToken === entry.rejected) return undefined
  const held = hold(stored.response, terms.clock, terms, stored.ageMs)
  if (terms.clock.monotonic() >= held.usableUntil) return undefined
  entry.held = held
  return held.token
}

async function request(
  entry: TokenEntry,
  terms: RefreshTerms,
  secrets: SecretMemory,
  { waiting }: RefreshOrder,
): Promise<AccessToken> {
  const { subject, refreshToken } = entry
  const context: GrantContext = {
    ...(subject === undefined ? {} : { subject }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    resolve: secrets.resolve,
    exchange: (tokenRequest) =>
      exchange(tokenRequest, {
        clock: waiting.clock,
        budgetMs: terms.tokenBudgetMs,
        attemptTimeoutMs: terms.attemptTimeoutMs,
        mayRetry: waiting.isAwaited,
      }),
  }
  const response = await terms.grant.requestToken(context)
  const held = hold(response, terms.clock, terms)
  entry.refreshToken = response.refreshToken
  entry.version++
  // Before anybody gets it: a rotated refresh token that only this process knows dies with it.
  await terms.shelf?.write(await keyOf(entry, terms.grant, secrets), response, entry.version, waiting.clock)
  entry.held = held
  return held.token
}

const LASTING: readonly string[] = [
  'client_rejected',
  'grant_rejected',
  'login_required',
  'token_endpoint_redirect',
]

async function remember(
  entry: TokenEntry,
  { grant, clock, coolDownMs }: RefreshTerms,
  secrets: SecretMemory,
  error: unknown,
): Promise<void> {
  const now = clock.monotonic()
  if (isLatchkeyError(error) && error.code === 'login_required') entry.refreshToken = undefined
  const lasting = isLasting(error)
  const waitMs = (isLatchkeyError(error) ? error.retryAfterMs : undefined) ?? 0
  if (!lasting) {
    const next = openCoolDown(entry.backOff, now, BACK_OFF)
    entry.backOff = { ...next, until: now + Math.random() * next.delayMs }
    if (waitMs === 0) return
  }
  // A server that asked us to wait says nothing of how often we were refused.
  const refusedBefore = isLasting(entry.refused?.error) ? entry.refused : undefined
  const next: CoolDown = lasting
    ? openCoolDown(refusedBefore, now, { firstMs: coolDownMs, maxMs: coolDownMs * 10 })
    : { until: now + waitMs, delayMs: waitMs }
  const until = Math.max(next.until, now + waitMs)
  entry.refused = { ...next, until, error, credentials: await credentialsOf(grant, secrets), askedAt: now }
}

function isLasting(error: unknown): boolean {
  return isLatchkeyError(error) && LASTING.includes(error.code)
}

async function credentialsOf(grant: Grant, secrets: SecretMemory): Promise<string> {
  const parts = [...grant.identity(), ...(grant.credentials?.() ?? [])]
  return JSON.stringify(await Promise.all(parts.map(secrets.ask)))
}

async function keyOf({ subject }: TokenEntry, grant: Grant, secrets: SecretMemory): Promise<string> {
  return tokenKey([...(await Promise.all(grant.identity().map(secrets.ask))), subject])
}
