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
import { createFileStore } from '@latchkey/auth-core/node'
import type { DeathPoint, FleetOrder, FleetReport, FleetSource } from './fleet-messages.ts'

let aheadMs = 0
let dieAt: DeathPoint | undefined
let tokens: CachingTokenSource

/** The clock of the machine, which the parent can put forward in all its processes. */
const clock: Clock = {
  ...systemClock,
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
  const client = { tokenUrl, clientId: 'made-up-client', clientSecret: 'made-up-secret', fetch: mortalFetch }
  if (grant === 'client credentials') return clientCredentials(client)
  if (grant === 'refresh token')
    return refreshToken({
      initial: password({ ...client, username: 'user-1', password: 'made-up-password' }),
    })
  return refreshToken({ ...client, refreshToken: seed, subject: 'user-1' })
}

function tell(report: FleetReport): void {
  process.send?.(report)
}

async function follow(order: FleetOrder): Promise<readonly string[]> {
  if (order.order === 'advance') aheadMs += order.ms
  else if (order.order === 'dieAt') dieAt = order.point
  else if (order.order === 'tokens') return getTokens(order)
  else {
    const { source } = order
    aheadMs = 0
    tokens = createTokenSource({
      grant: grantOf(source),
      store: mortalStore(createFileStore({ directory: source.directory, clock })),
      clock,
      // A busy machine is not what is tested.
      storeTimeoutMs: 20_000,
      attemptTimeoutMs: 20_000,
      tokenBudgetMs: 300_000,
      onEvent: (event) => tell({ report: 'event', event }),
    })
  }
  return []
}

async function getTokens({ count, force, pace }: FleetOrder & { order: 'tokens' }) {
  const outcomes: Promise<string>[] = []
  for (let index = 0; index < count; index++) {
    const outcome = getToken(force)
    outcomes.push(outcome)
    if (pace === 'one by one') await outcome
    else if (pace > 0) await pause(pace)
  }
  return Promise.all(outcomes)
}

async function getToken(forceRefresh: boolean): Promise<string> {
  try {
    return (await tokens.getToken({ forceRefresh })).accessToken
  } catch (error) {
    return isLatchkeyError(error) ? error.code : String(error)
  }
}

process.on('message', async ({ number, order }: { number: number; order: FleetOrder }) => {
  tell({ report: 'done', number, outcomes: await follow(order) })
})
process.on('disconnect', () => process.exit())
tell({ report: 'ready' })
