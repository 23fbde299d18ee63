import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { gatherClosing } from '../../packages/redis/test/gather-closing.ts'
import { startRedisServer } from '../../packages/redis/test/redis-server.ts'
import { type FleetProcess, startProcess } from './fleet.ts'
import { drawSoak, type SoakSecond } from './soak-chart.ts'
import { startStrictServer } from './strict-server.ts'

// Processes that share a rotating refresh token in Redis, while some are killed and Redis is stopped, killed and started
// again: `node soak.ts [minutes]`. Prints what came of it, and draws it.

const PROCESSES = 4
const TOKEN_LIFETIME_MS = 8_000
const CALLERS_A_SECOND = 50
const CHART = 'reports/soak.svg'
const minutes = Number(process.argv[2] ?? 10)

const closing = gatherClosing()
const judge = await startStrictServer(closing, TOKEN_LIFETIME_MS)
// Each write is on the disk before it is answered: what a restart forgets, nobody can spend once only.
const redis = await startRedisServer(closing, ['--appendonly', 'yes', '--appendfsync', 'always'])
const source = {
  grant: 'refresh token',
  tokenUrl: judge.tokenUrl,
  place: { kind: 'ioredis', port: redis.port },
  storeTimeoutMs: 1_000,
} as const

const totals = { tokens: 0, failures: {} as Record<string, number>, longestWaitMs: 0, kills: 0, outages: 0 }
const seconds: SoakSecond[] = []
let isOver = false
let isRedisAway = false

async function start(): Promise<FleetProcess> {
  const member = await startProcess()
  await member.become(source)
  return member
}

const fleet = await Promise.all(Array.from({ length: PROCESSES }, start))

/** Callers of one process, second after second; what a killed process owed them is nobody's failure. */
async function call(place: number): Promise<void> {
  while (!isOver) {
    const member = fleet[place] as FleetProcess
    const served = await Promise.race([
      member.getTokensTimed(CALLERS_A_SECOND, { pace: 1_000 / CALLERS_A_SECOND }),
      member.death.then(() => undefined),
    ])
    if (served === undefined) {
      fleet[place] = await start()
      continue
    }
    for (const outcome of served.outcomes)
      if (outcome.startsWith('token-')) totals.tokens++
      else totals.failures[outcome] = (totals.failures[outcome] ?? 0) + 1
    totals.longestWaitMs = Math.max(totals.longestWaitMs, Math.round(served.longestMs))
    const second = seconds.at(-1)
    if (second !== undefined) second.longestWaitMs = Math.max(second.longestWaitMs, served.longestMs)
  }
}

async function killSomebody(): Promise<void> {
  while (!isOver) {
    await pause(3_000 + Math.random() * 9_000)
    if (isOver) return
    totals.kills++
    const second = seconds.at(-1)
    if (second !== undefined) second.kills++
    await fleet[Math.floor(Math.random() * PROCESSES)]?.kill()
  }
}

async function disturbRedis(): Promise<void> {
  while (!isOver) {
    await pause(15_000 + Math.random() * 20_000)
    if (isOver) return
    totals.outages++
    isRedisAway = true
    const isKilled = Math.random() < 0.5
    if (isKilled) await redis.kill()
    else redis.pause()
    await pause(Math.random() * 6_000)
    if (isKilled) await redis.restart()
    else redis.resume()
    isRedisAway = false
  }
}

async function watch(): Promise<void> {
  let seen = 0
  while (!isOver) {
    seconds.push({ tokenCalls: judge.calls.length - seen, longestWaitMs: 0, kills: 0, isRedisAway })
    seen = judge.calls.length
    await pause(1_000)
  }
}

const work = Promise.all([...fleet.map((_, place) => call(place)), killSomebody(), disturbRedis(), watch()])
await pause(minutes * 60_000)
isOver = true
await work

const refused = judge.calls.filter(({ answered }) => answered !== 'issued').length
const lifetimes = (minutes * 60_000) / TOKEN_LIFETIME_MS
console.log({
  minutes,
  processes: PROCESSES,
  ...totals,
  tokenLifetimes: lifetimes,
  tokenCalls: judge.calls.length,
  tokenCallsPerLifetime: Math.round((judge.calls.length / lifetimes) * 100) / 100,
  refused,
  familiesRevoked: judge.revoked.length,
})
mkdirSync('reports', { recursive: true })
writeFileSync(CHART, drawSoak(seconds))
console.log(`Drawn to ${CHART}`)

for (const member of fleet) await member.kill()
await closing.closeAll()
// A caller that got no token is a failure; a family is lost only with a process that was killed before it wrote.
process.exitCode = Object.keys(totals.failures).length > 0 || judge.revoked.length > totals.kills ? 1 : 0
