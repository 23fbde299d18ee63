import { createAuthFetch } from '@latchkey/auth-core'
import { type Figure, spreadOf } from '../figure.ts'
import { realTime, type Time } from '../time.ts'
import { sourceOf, tokenIssuer } from '../token-issuer.ts'

const LIFETIME_SECONDS = 3_600
/** By then a token is in its refresh window whatever the dice said, and serves for minutes. */
const IN_ITS_WINDOW_MS = LIFETIME_SECONDS * 1_000 * 0.8
const OUTAGE_MS = 3_000
const origin = 'https://api.example.com'

export interface Outage {
  /** Token calls while the endpoint was down. */
  readonly calls: number
  /** Requests that failed. */
  readonly failed: number
  /** From the end of the outage to the first request that was sent after it, in milliseconds. */
  readonly recoveryMs: number
}

/** The token endpoint answers 503 for 3 s while requests keep coming, 20 a second. */
export async function endpointOutage(
  token: 'valid' | 'dead',
  { clock, pass, skip, wait }: Time,
): Promise<Outage> {
  let down = false
  const issuer = tokenIssuer({
    lifetimeSeconds: LIFETIME_SECONDS,
    isDown: () => down,
    answerAfter: () => wait(5),
  })
  const tokens = sourceOf(issuer, { clock })
  const first = tokens.getToken()
  await pass(50)
  await first
  await skip(token === 'valid' ? IN_ITS_WINDOW_MS : LIFETIME_SECONDS * 1_000)

  let endedAt = Number.POSITIVE_INFINITY
  let sentAt: number | undefined
  let failed = 0
  const fetch = async () => {
    if (clock.monotonic() >= endedAt) sentAt ??= clock.monotonic()
    return new Response('{}')
  }
  const authFetch = createAuthFetch({ tokens, origins: [origin], fetch })
  const requests: Promise<unknown>[] = []
  const keepAsking = async (until: () => boolean) => {
    while (!until()) {
      requests.push(authFetch(`${origin}/orders`).catch(() => failed++))
      await pass(50)
    }
  }
  const before = issuer.calls
  down = true
  const end = clock.monotonic() + OUTAGE_MS
  await keepAsking(() => clock.monotonic() >= end)
  const calls = issuer.calls - before
  down = false
  endedAt = clock.monotonic()
  await keepAsking(() => sentAt !== undefined)
  await Promise.all(requests)
  return { calls, failed, recoveryMs: (sentAt ?? Number.POSITIVE_INFINITY) - endedAt }
}

const SOURCES = 40

/** Many sources side by side, because their back-offs are random: no request of any may fail; of calls and times, the median. */
export async function run(): Promise<Record<string, Figure>> {
  const meet = (token: 'valid' | 'dead') =>
    Promise.all(Array.from({ length: SOURCES }, () => endpointOutage(token, realTime())))
  const [valid, dead] = await Promise.all([meet('valid'), meet('dead')])
  const worst = (outages: readonly Outage[]): Figure => ({
    floor: '',
    ours: Math.max(...outages.map(({ failed }) => failed)),
  })
  function median(outages: readonly Outage[], name: keyof Outage): Figure {
    const { median: ours, quartiles: spread } = spreadOf(outages.map((outage) => outage[name]))
    return { floor: '', ours, spread }
  }
  return {
    outageFailed: worst(valid),
    outageCalls: median(valid, 'calls'),
    deadFailed: worst(dead),
    deadCalls: median(dead, 'calls'),
    deadRecovery: median(dead, 'recoveryMs'),
  }
}
