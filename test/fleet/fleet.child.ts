// One process of a fleet, for the tests beside: it does what its parent's messages say.
import { setTimeout as pause } from 'node:timers/promises'
import {
  type CachingTokenSource,
  type Clock,
  clientCredentials,
  createTokenSource,
  type Grant,
  isLatchkeyError,
  password,
  refreshToken,
  systemClock,
  type TokenStore,
} from '@latchkey/auth-core'
import { connectStore } from './connect-store.ts'
import type { DeathPoint, FleetOrder, FleetReport, FleetSource, Served } from './messages.ts'

let aheadMs = 0
let wallClockOffMs = 0
let dieAt: DeathPoint | undefined
let tokens: CachingTokenSource

/** The clock of the machine, which the parent can put forward in all its processes. */
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + wallClockOffMs,
  monotonic: () => Number(process.hrtime.bigint()) / 1e6 + aheadMs,
}

async function mayDie(point: DeathPoint): Promise<void> {
  if (dieAt !== point) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}

async function mortalFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  await mayDie('before the token call')
  return fetch(...request)
}

function mortalStore(store: TokenStore): TokenStore {
  return {
    ...store,
    async set(...record) {
      await mayDie('before the write')
      const isWritten = await store.set(...record)
      await mayDie('after the write')
      return isWritten
    },
  }
}

function grantOf({ grant, tokenUrl, seed = '' }: FleetSource): Grant {
  const client = {
    tokenUrl,
    clientId: 'made-up-client',
    clientSecret: 'made-up-client-secret',
    fetch: mortalFetch,
  }
  if (grant === 'client credentials') return clientCredentials(client)
  if (grant === 'refresh token')
    return refreshToken({
      initial: password({
        ...client,
        scope: 'offline_access',
        username: 'user-1',
        password: 'made-up-password',
      }),
    })
  return refreshToken({ ...client, refreshToken: seed, subject: 'user-1' })
}

function tell(report: FleetReport): void {
  process.send?.(report)
}

async function follow(order: FleetOrder): Promise<Served> {
  if (order.order === 'advance') aheadMs += order.ms
  else if (order.order === 'setClock') wallClockOffMs = order.ms
  else if (order.order === 'dieAt') dieAt = order.point
  else if (order.order === 'tokens') return getTokens(order)
  else {
    const { source } = order
    aheadMs = 0
    tokens = createTokenSource({
      grant: grantOf(source),
      store: mortalStore(await connectStore(source.place, clock)),
      clock,
      storeTimeoutMs: source.storeTimeoutMs ?? 20_000,
      attemptTimeoutMs: 20_000,
      tokenBudgetMs: 300_000,
      onEvent: (event) => tell({ report: 'event', event }),
    })
  }
  return { outcomes: [], longestMs: 0 }
}

async function getTokens({ count, force, pace }: FleetOrder & { order: 'tokens' }): Promise<Served> {
  const outcomes: Promise<string>[] = []
  let longestMs = 0
  for (let index = 0; index < count; index++) {
    const begun = performance.now()
    const outcome = getToken(force).finally(() => {
      longestMs = Math.max(longestMs, performance.now() - begun)
    })
    outcomes.push(outcome)
    if (pace === 'one by one') await outcome
    else if (pace > 0) await pause(pace)
  }
  return { outcomes: await Promise.all(outcomes), longestMs }
}

async function getToken(forceRefresh: boolean): Promise<string> {
  try {
    return (await tokens.getToken({ forceRefresh })).accessToken
  } catch (error) {
    return isLatchkeyError(error) ? error.code : String(error)
  }
}

process.on('message', async ({ number, order }: { number: number; order: FleetOrder }) => {
  tell({ report: 'done', number, ...(await follow(order)) })
})
process.on('disconnect', () => process.exit())
tell({ report: 'ready' })
