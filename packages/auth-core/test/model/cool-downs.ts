/** What an endpoint's answer means to who may ask it again. */
export interface Failure {
  readonly kind: 'transient' | 'lasting' | 'unusable' | 'spent'
  readonly retryAfterMs?: number
  /** It was told to credentials that the client no longer has. */
  readonly outdated?: boolean
}

const REFUSED = { firstMs: 30_000, maxMs: 300_000 }
const INCURABLE = { firstMs: 5_000, maxMs: 60_000 }
/** After which a source has asked whether the credentials have changed. */
const ASK_AGAIN_MS = 1_000

/** When the endpoint must be left alone (B07, B08), and for how long a caller may be told so. */
export function createRefusal() {
  /** How many refusals count as one after the other: surely, and at most. */
  let surely = 0
  let atMost = 0
  /** Whether the endpoint has asked to wait (B08), whatever the credentials. */
  let isWait = false
  const refusal = {
    until: 0,
    toldUntil: 0,
    /** @param holds whether the client still has the credentials that were refused */
    met(now: number, { kind, retryAfterMs = 0 }: Failure, holds: boolean) {
      const delayMs = kind === 'lasting' ? lasting(surely) : retryAfterMs
      // What follows a spent refresh token counts; without a way back it is remembered as any refusal.
      const longestMs = kind === 'lasting' || kind === 'spent' ? lasting(atMost) : retryAfterMs
      isWait = kind === 'transient'
      refusal.until = holds || isWait ? now + delayMs : 0
      refusal.toldUntil = Math.max(now + longestMs, kind === 'lasting' ? 0 : refusal.toldUntil)
      surely = kind === 'lasting' && holds ? surely + 1 : 0
      if (kind === 'lasting') atMost++
    },
    credentialsChanged(now: number) {
      surely = 0
      atMost = 0
      if (isWait) return
      refusal.until = 0
      refusal.toldUntil = now + ASK_AGAIN_MS
    },
    clear() {
      refusal.until = 0
      refusal.toldUntil = 0
      surely = 0
      atMost = 0
    },
  }
  return refusal
}

function lasting(refusals: number): number {
  return Math.min(REFUSED.firstMs * 2 ** refusals, REFUSED.maxMs)
}

/** While a 401 means nothing, because a new token did not help either (B26). */
export function createIncurable() {
  let until = Number.NEGATIVE_INFINITY
  let delayMs = 0
  /** When a token was dropped and no new one has helped since. */
  let uncuredSince = Number.NEGATIVE_INFINITY
  const incurable = {
    isOpen: (now: number) => now < until,
    dropped(now: number) {
      uncuredSince = now
    },
    /** Whether the next token was refused as well. */
    isRepeated: (now: number) => now < uncuredSince + INCURABLE.firstMs,
    open(now: number) {
      if (now < until) return
      const again = now < until + INCURABLE.maxMs ? delayMs * 2 : 0
      delayMs = Math.min(again || INCURABLE.firstMs, INCURABLE.maxMs)
      until = now + delayMs
    },
    clear() {
      until = Number.NEGATIVE_INFINITY
      delayMs = 0
      uncuredSince = Number.NEGATIVE_INFINITY
    },
  }
  return incurable
}
