import { isLatchkeyError, LatchkeyError } from './errors.ts'
import type { TokenEvents } from './events.ts'
import type { Waiting } from './flight.ts'
import type { Grant } from './grants/grant.ts'
import type { HeldLease } from './held-lease.ts'
import { isUrgent, type Refresh, type Refreshed, type RefreshTerms, serving } from './refresh.ts'
import { clearRefusal, isRefused, openBackOff, rememberFailure, throwRefusal } from './refusal-memory.ts'
import { rememberSecrets, type SecretMemory } from './secret.ts'
import type { TokenShelf } from './stored-token.ts'
import type { AccessToken } from './token.ts'
import { adopt } from './token-adoption.ts'
import type { TokenEntry } from './token-entry.ts'
import { tokenKey } from './token-key.ts'
import { requestToken } from './token-request.ts'
import { within } from './within.ts'

export interface RefreshOrder {
  readonly waiting: Waiting
  /** A token that was in the store before will not do. */
  readonly force: boolean
  /** A valid token is served meanwhile. */
  readonly background: boolean
}

/**
 * Gets a new token into the entry: from the store if another source left one there, else by the grant, alone among
 * those who share a store that coordinates. A failure is remembered in the entry as long as another try cannot mend it.
 */
export async function refreshEntry(
  entry: TokenEntry,
  terms: RefreshTerms,
  { waiting, force, background }: RefreshOrder,
): Promise<AccessToken> {
  const { clock, events } = terms
  const { subject } = entry
  const startedAt = clock.monotonic()
  const end = (outcome: TokenEvents['refresh_end']['outcome']) => {
    const durationMs = clock.monotonic() - startedAt
    events.emit({ type: 'refresh_end', background, outcome, durationMs, subject })
  }
  const deadline = startedAt + terms.tokenBudgetMs
  const secrets = rememberSecrets((answer) =>
    within(waiting.clock, deadline - clock.monotonic(), answer, 'A secret function'),
  )
  let key: Promise<string> | undefined
  const refresh: Refresh = {
    entry,
    terms,
    waiting,
    force,
    secrets,
    before: entry.held,
    deadline,
    key() {
      key ??= keyOf(entry, terms.grant, secrets)
      return key
    },
  }
  try {
    const { token, outcome } = await renew(refresh)
    end(outcome)
    return token
  } catch (error) {
    end(isLatchkeyError(error) ? error.code : 'foreign')
    throw error
  }
}

async function renew(refresh: Refresh): Promise<Refreshed> {
  const { entry, terms, secrets, force } = refresh
  try {
    // What another process has brought since counts for more than what this one was told.
    let refreshed = await adopt(refresh, force)
    if (refreshed === undefined) {
      await throwRefusal(entry, terms, secrets)
      refreshed = await requestAlone(refresh)
    }
    if (refreshed.outcome === 'left') openBackOff(entry, terms)
    // What somebody else has brought says nothing of our own credentials while they are refused.
    else if (refreshed.outcome === 'issued' || !isRefused(entry, terms)) clearRefusal(entry)
    return refreshed
  } catch (error) {
    if (error !== entry.setbacks?.refused?.error) await rememberFailure(entry, terms, secrets, error)
    throw error
  }
}

const FIRST_LOOK_MS = 20
const MAX_LOOK_MS = 250

/**
 * A token call, under the lease where the store has leases: whoever meets a taken one leaves it to its holder while a token
 * serves, else looks every now and then whether the holder is done, and takes over when its time has run out.
 */
async function requestAlone(refresh: Refresh): Promise<Refreshed> {
  const { entry, terms, waiting } = refresh
  const { shelf, clock, events } = terms
  if (!shelf?.coordinates) return requestToken(refresh)
  const { subject } = entry
  const leaseMs = terms.attemptTimeoutMs + 2 * terms.storeTimeoutMs
  const { deadline } = refresh
  for (let looks = 0; ; looks++) {
    const lease = await shelf.lease(await refresh.key(), leaseMs, waiting.clock)
    if (lease === 'away') return requestToken(refresh, { storeIsAway: true })
    if (lease !== 'taken') {
      events.emit({ type: 'lease', outcome: 'acquired', subject })
      const refreshed = await underLease(refresh, shelf, lease, leaseMs)
      if (refreshed !== undefined) return refreshed
    } else {
      if (looks === 0) events.emit({ type: 'lease', outcome: 'taken', subject })
      const held = isUrgent(refresh) ? undefined : serving(entry, clock)
      if (held !== undefined) return { token: held.token, outcome: 'left' }
    }
    const leftMs = Math.max(deadline - clock.monotonic(), 0)
    const waitMs = Math.min(FIRST_LOOK_MS * 2 ** looks, MAX_LOOK_MS) * (0.5 + Math.random() / 2)
    await new Promise<void>((resolve) => waiting.clock.setTimer(resolve, Math.min(waitMs, leftMs)))
    const adopted = await adopt(refresh)
    if (adopted !== undefined) return adopted
    if (leftMs === 0) throw neverFree()
  }
}

/** @returns undefined where the lease was lost before a refresh token was spent */
async function underLease(
  refresh: Refresh,
  shelf: TokenShelf,
  lease: HeldLease,
  leaseMs: number,
): Promise<Refreshed | undefined> {
  const { entry, terms } = refresh
  let isLost = false
  async function keepLease(waitMs: number): Promise<boolean> {
    if (lease.remainingMs() >= waitMs + terms.attemptTimeoutMs + terms.storeTimeoutMs) return true
    const kept = await lease.renew(waitMs + leaseMs)
    isLost = !kept
    if (isLost) terms.events.emit({ type: 'lease', outcome: 'lost', subject: entry.subject })
    return kept
  }
  try {
    // Whoever held it before us may have left a token.
    const adopted = await adopt(refresh)
    if (adopted !== undefined) return adopted
    if (shelf.isAway()) return await requestToken(refresh, { storeIsAway: true })
    return (await keepLease(0)) ? await requestToken(refresh, { keepLease }) : undefined
  } catch (error) {
    if (isLost && isLatchkeyError(error) && error.code === 'store_unavailable') return undefined
    throw error
  } finally {
    await lease.release()
  }
}

function neverFree(): LatchkeyError {
  return new LatchkeyError(
    'token_endpoint_unavailable',
    'Another process holds the lease and brought no token within the budget; see what its token calls meet.',
  )
}

async function keyOf({ subject }: TokenEntry, grant: Grant, secrets: SecretMemory): Promise<string> {
  return tokenKey([...(await Promise.all(grant.identity().map(secrets.ask))), subject])
}
