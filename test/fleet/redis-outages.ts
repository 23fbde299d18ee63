import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { isRedisThere, type RedisServer, startRedisServer } from '../../packages/redis/test/redis-server.ts'
import { type FleetProcess, startProcesses } from './fleet.ts'
import type { FleetGrant } from './messages.ts'
import { type ProxyMood, startProxy } from './proxy.ts'
import { LIFETIME_MS, startStrictServer } from './strict-server.ts'

const PROCESSES = 3
const CALLERS = 10
/** For so long a store that has failed is left alone. */
const LEFT_ALONE_MS = 5_000

interface Redis {
  readonly server: RedisServer
  readonly proxy: { mood: ProxyMood; cut(): void }
}

/** What may become of a Redis, and how it gets well again. */
const outages: Readonly<
  Record<string, readonly [begin: (redis: Redis) => unknown, end: (redis: Redis) => unknown]>
> = {
  'that is killed and started again': [({ server }) => server.kill(), ({ server }) => server.restart()],
  'that is paused': [({ server }) => server.pause(), ({ server }) => server.resume()],
  'that is read-only': [
    ({ server }) => server.command('REPLICAOF', '127.0.0.1', 1),
    ({ server }) => server.command('REPLICAOF', 'NO', 'ONE'),
  ],
  'that is out of memory': [
    ({ server }) => server.command('CONFIG', 'SET', 'maxmemory', 1),
    ({ server }) => server.command('CONFIG', 'SET', 'maxmemory', 0),
  ],
  'that wants a password': [
    async ({ server }) => {
      await server.command('CONFIG', 'SET', 'requirepass', 'made-up')
      await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    },
    ({ server }) => server.command('CONFIG', 'SET', 'requirepass', ''),
  ],
  'that answers garbage': [
    ({ proxy }) => {
      proxy.mood = 'garbage'
    },
    ({ proxy }) => {
      // Node-redis keeps a connection on which it has understood nothing, and never catches up.
      proxy.mood = 'well'
      proxy.cut()
    },
  ],
  'whose connections break': [
    ({ proxy }) => {
      proxy.mood = 'reset'
    },
    ({ proxy }) => {
      proxy.mood = 'well'
    },
  ],
}

let fleet: FleetProcess[]

const advance = (ms: number) => Promise.all(fleet.map((process) => process.advance(ms)))

/** All processes have one token, and share a Redis. */
async function scene(grant: FleetGrant, kind: 'redis' | 'ioredis') {
  const judge = await startStrictServer({ onTestFinished })
  const server = await startRedisServer({ onTestFinished })
  const proxy = await startProxy(server.port, { onTestFinished })
  const place = { kind, port: proxy.port } as const
  const source = { grant, tokenUrl: judge.tokenUrl, place, seed: judge.signIn(), storeTimeoutMs: 1_000 }
  await Promise.all(fleet.map((process) => process.become(source)))
  const [token = ''] = await getTokens()
  expect(await getTokens()).toEqual([token])
  expect(judge.calls).toHaveLength(1)
  return { ...judge, redis: { server, proxy }, token }
}

/** What the callers of all processes get, each outcome once. */
async function getTokens(): Promise<string[]> {
  const outcomes = await Promise.all(fleet.map((process) => process.getTokens(CALLERS)))
  return [...new Set(outcomes.flat())]
}

/** In the window: what the callers get, once what runs behind them is over. */
async function refreshBehind(): Promise<string[]> {
  await advance(0.9 * LIFETIME_MS)
  const refreshed = fleet.map((process) => process.nextEvent(({ type }) => type === 'refresh_end'))
  const tokens = await getTokens()
  await Promise.all(refreshed)
  return tokens
}

/** Until an expiry costs one token call again, which is the outage's end. */
async function recover(calls: readonly unknown[]): Promise<void> {
  for (;;) {
    await advance(LIFETIME_MS + LEFT_ALONE_MS)
    const before = calls.length
    const tokens = await getTokens()
    expect(tokens.filter((token) => !token.startsWith('token-') && token !== 'store_unavailable')).toEqual([])
    if (tokens.length === 1 && calls.length === before + 1) return
    await pause(100)
  }
}

/** What callers have waited for; a record that the store has not taken is offered again behind them. */
const failuresOf = ({ events }: FleetProcess) =>
  events.filter((event) => event.type === 'store_failure' && event.operation !== 'set')

/** What a fleet makes of each outage, with one of the clients: each has a file of its own, so that they wait at the same time. */
export function describeOutages(kind: 'redis' | 'ioredis'): void {
  beforeAll(async () => {
    fleet = await startProcesses(PROCESSES)
  })
  afterAll(() => Promise.all(fleet.map((process) => process.kill())))

  describe.skipIf(!isRedisThere())(`a Redis, by ${kind},`, () => {
    describe.each(Object.entries(outages))('%s', (_, [begin, end]) => {
      it('B11 costs each process one token call an expiry and one look each 5 s, and nobody a token', async () => {
        const { redis, calls, token } = await scene('client credentials', kind)
        await begin(redis)
        expect(await getTokens()).toEqual([token])
        expect(await refreshBehind()).toContain(token)
        for (let expiry = 1; expiry <= 2; expiry++) {
          await advance(LIFETIME_MS)
          const before = calls.length
          const failures = fleet.map((process) => failuresOf(process).length)
          const tokens = await getTokens()
          expect(tokens.filter((token) => !token.startsWith('token-'))).toEqual([])
          expect(calls.length - before).toBeLessThanOrEqual(PROCESSES)
          for (const [index, process] of fleet.entries())
            expect(failuresOf(process).length - (failures[index] ?? 0)).toBeLessThanOrEqual(1)
        }
        await end(redis)
        await recover(calls)
      })

      it('B11 costs no refresh token that rotates: its token serves to its end, then the initial grant', async () => {
        const { redis, calls, revoked, spentTwice, token } = await scene('refresh token', kind)
        await begin(redis)
        expect(await refreshBehind()).toEqual([token])
        await advance(LIFETIME_MS)
        const tokens = await getTokens()
        expect(tokens.filter((token) => !token.startsWith('token-'))).toEqual([])
        expect(calls.length).toBeLessThanOrEqual(1 + PROCESSES)
        await end(redis)
        await recover(calls)
        expect(revoked).toEqual([])
        expect(spentTwice()).toEqual([])
      })
    })

    it('B11 where there is no initial grant: store_unavailable, until the store is back', async () => {
      const { redis, calls, revoked, spentTwice, token } = await scene('refresh token of one’s own', kind)
      redis.server.pause()
      expect(await refreshBehind()).toEqual([token])
      await advance(LIFETIME_MS)
      expect(await getTokens()).toEqual(['store_unavailable'])
      expect(calls).toHaveLength(1)
      redis.server.resume()
      await recover(calls)
      expect(revoked).toEqual([])
      expect(spentTwice()).toEqual([])
    })

    it('B11 that is slow takes its time, and costs nothing else', async () => {
      const { redis, calls, revoked } = await scene('refresh token', kind)
      redis.proxy.mood = 'slow'
      for (let expiry = 1; expiry <= 2; expiry++) {
        await advance(LIFETIME_MS)
        expect(await getTokens()).toHaveLength(1)
        expect(calls).toHaveLength(1 + expiry)
      }
      expect(revoked).toEqual([])
    })
  })
}
