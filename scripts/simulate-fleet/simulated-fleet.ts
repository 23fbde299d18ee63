import type { Grant } from '@latchkey/auth-core'
import { simulatedClock } from './simulated-clock.ts'
import { startProcess } from './simulated-process.ts'
import { type Load, simulateRedis } from './simulated-redis.ts'

export interface FleetTerms {
  readonly processes: number
  /** Of each token. */
  readonly lifetimeMs: number
  /** How long a token call takes. */
  readonly tokenCallMs: number
  /** How long Redis takes to answer when it has nothing else to do. */
  readonly roundTripMs: number
  /** How long one operation keeps it busy. */
  readonly serviceMs: number
}

/** What a fleet did in one scene. */
export interface Scene {
  readonly name: string
  readonly ms: number
  /** When each token call began; in the outage they all fail. */
  readonly tokenCalls: readonly number[]
  /** How often a process got no answer from Redis in time, and left it alone. */
  readonly unanswered: number
  /** Requests that got no token, or twice one that the API refused. */
  readonly failed: number
  readonly load: Load
}

/** The mean time between two requests of a process: each has its own between these. */
const BUSY_MS = 5_000
const IDLE_MS = 60_000
/** Shorter than what is left of a token of 300 s when its refresh begins. */
const OUTAGE_MS = 60_000
const STEP_MS = 10
/** After this part of its lifetime nobody uses the token before it any more, and nobody refreshes it yet. */
const SPREAD = 0.4

/**
 * A fleet that starts all at once, works for some time, meets a revocation (every process is refused at the same
 * moment), and then a token endpoint that is down when the token is to be refreshed.
 */
export async function simulateFleet(terms: FleetTerms, workMs: number): Promise<Scene[]> {
  const { lifetimeMs, tokenCallMs } = terms
  let digesting = 0
  let issued = 0
  let revoked = 0
  let isDown = false
  const tokenCalls: number[] = []
  let unanswered = 0
  let failed = 0
  const clock = simulatedClock(() => digesting > 0)
  const redis = simulateRedis({ ...terms, clock })
  const grant: Grant = {
    identity: () => ['fleet'],
    async requestToken() {
      tokenCalls.push(clock.monotonic())
      await new Promise<void>((resolve) => clock.setTimer(resolve, tokenCallMs))
      if (isDown) throw new Error('The token endpoint is down')
      return { accessToken: String(++issued), lifetimeMs }
    },
  }
  const fleet = Array.from({ length: terms.processes }, () =>
    startProcess({
      clock,
      grant,
      store: redis.connect(),
      isRevoked: (token) => Number(token) <= revoked,
      onUnanswered: () => unanswered++,
      onFailed: () => failed++,
      onDigest: (isUnderWay) => (digesting += isUnderWay ? 1 : -1),
    }),
  )

  async function play(name: string, pass: () => Promise<void>): Promise<Scene> {
    tokenCalls.length = 0
    unanswered = 0
    failed = 0
    redis.takeLoad()
    const began = clock.monotonic()
    await pass()
    const ms = clock.monotonic() - began
    return { name, ms, tokenCalls: [...tokenCalls], unanswered, failed, load: redis.takeLoad() }
  }

  async function allRequest(): Promise<void> {
    let waiting = fleet.length
    for (const process of fleet) void process.request().then(() => waiting--)
    while (waiting > 0) await clock.run(STEP_MS)
  }

  async function untilChanged(figure: () => number): Promise<void> {
    for (const before = figure(); figure() === before; ) await clock.run(STEP_MS)
  }

  const start = await play('cold start', allRequest)
  const work = await play('at work', () => {
    for (const process of fleet) process.work(BUSY_MS * (IDLE_MS / BUSY_MS) ** Math.random())
    return clock.run(workMs)
  })
  await untilChanged(() => issued)
  await clock.run(SPREAD * lifetimeMs)
  revoked = issued
  const revocation = await play('revocation', allRequest)
  isDown = true
  await untilChanged(() => tokenCalls.length)
  return [start, work, revocation, await play('outage', () => clock.run(OUTAGE_MS))]
}
