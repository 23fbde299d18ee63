import { type CoolDown, isOpen, openCoolDown } from './cool-down.ts'
import { isLatchkeyError } from './errors.ts'
import type { Grant } from './grants/grant.ts'
import { type RefreshTerms, serving } from './refresh.ts'
import type { SecretMemory } from './secret.ts'
import { setbacksOf, type TokenEntry } from './token-entry.ts'

const BACK_OFF = { firstMs: 1_000, maxMs: 60_000 }
const LASTING: readonly string[] = [
  'client_rejected',
  'grant_rejected',
  'login_required',
  'token_endpoint_redirect',
]

/** A refusal holds while it is open and the credentials are those it was met with; a time to wait holds for all. */
export async function throwRefusal(
  entry: TokenEntry,
  { grant, clock }: RefreshTerms,
  secrets: SecretMemory,
): Promise<void> {
  const { refused } = entry.setbacks ?? {}
  if (!isOpen(refused, clock.monotonic())) return
  refused.askedAt = clock.monotonic()
  if (!isLasting(refused.error)) throw refused.error
  const credentials = await credentialsOf(grant, secrets).catch((error: unknown) => {
    // A function that gives no answer has nothing new to say; what it throws is the caller's to know.
    throw isLatchkeyError(error) ? refused.error : error
  })
  if (credentials === refused.credentials) throw refused.error
  setbacksOf(entry).refused = undefined
}

export function isRefused({ setbacks }: TokenEntry, { clock }: Pick<RefreshTerms, 'clock'>): boolean {
  return isOpen(setbacks?.refused, clock.monotonic())
}

export function clearRefusal({ setbacks }: TokenEntry): void {
  if (setbacks === undefined) return
  setbacks.refused = undefined
  setbacks.backOff = undefined
}

/** Lets a token that still serves be for 1 s, doubling to 60 s, at a random instant before. */
export function openBackOff(
  entry: TokenEntry,
  { clock, events }: Pick<RefreshTerms, 'clock' | 'events'>,
): void {
  const now = clock.monotonic()
  const setbacks = setbacksOf(entry)
  const next = openCoolDown(setbacks.backOff, now, BACK_OFF)
  const backOff = { ...next, until: now + Math.random() * next.delayMs }
  setbacks.backOff = backOff
  const { subject } = entry
  // Without a token that serves nobody backs off: the next caller makes the next token call.
  if (serving(entry, clock) !== undefined)
    events.emit({ type: 'cool_down', reason: 'back_off', delayMs: backOff.until - now, subject })
}

/**
 * | the failure | what is remembered |
 * |---|---|
 * | one that another try cannot mend | the error itself, thrown again for 30 s (`coolDownMs`), doubling up to ten times that |
 * | one with a `Retry-After` | the error itself, for that time |
 * | any other | {@link openBackOff} |
 */
export async function rememberFailure(
  entry: TokenEntry,
  { grant, clock, coolDownMs, events }: RefreshTerms,
  secrets: SecretMemory,
  error: unknown,
): Promise<void> {
  const now = clock.monotonic()
  const { subject } = entry
  const lasting = isLasting(error)
  const waitMs = (isLatchkeyError(error) ? error.retryAfterMs : undefined) ?? 0
  if (!lasting) {
    openBackOff(entry, { clock, events })
    if (waitMs === 0) return
  }
  // A function that fails now may not even have been asked for it; the next one is asked anew.
  const credentials = await credentialsOf(grant, secrets).catch(() => '')
  const setbacks = setbacksOf(entry)
  const { refused } = setbacks
  // A server that asked us to wait says nothing of how often we were refused.
  const isRepeated = isLasting(refused?.error) && refused?.credentials === credentials
  const next: CoolDown = lasting
    ? openCoolDown(isRepeated ? refused : undefined, now, { firstMs: coolDownMs, maxMs: coolDownMs * 10 })
    : { until: now, delayMs: waitMs }
  const until = Math.max(next.until, now + waitMs)
  setbacks.refused = { ...next, until, error, credentials, askedAt: now }
  events.emit({ type: 'cool_down', reason: 'refused', delayMs: until - now, subject })
}

function isLasting(error: unknown): boolean {
  return isLatchkeyError(error) && LASTING.includes(error.code)
}

async function credentialsOf(grant: Grant, secrets: SecretMemory): Promise<string> {
  const parts = [...grant.identity(), ...(grant.credentials?.() ?? [])]
  return JSON.stringify(await Promise.all(parts.map(secrets.ask)))
}
