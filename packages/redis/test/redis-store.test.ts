import { describeTokenStore } from '@latchkey/auth-core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRedisStore } from '../src/index.ts'
import { type Connect, clients, clusterClients } from './clients.ts'
import { gatherClosing } from './gather-closing.ts'
import { isRedisThere, type RedisServer, startRedisCluster, startRedisServer } from './redis-server.ts'

const { signal } = new AbortController()
const record = (version: number) => ({ value: `value-${version}`, version, ttlMs: 3_600_000 })

const closing = gatherClosing()
afterAll(closing.closeAll)

let places = 0
function describeClient(name: string, connect: Connect, port: () => number): void {
  const createPlace = () => {
    const keyPrefix = `place-${++places}:`
    const ending = gatherClosing()
    return {
      connect: async () => createRedisStore({ client: await connect(port(), ending), keyPrefix }),
      close: ending.closeAll,
    }
  }
  describeTokenStore({ name, createPlace }, { describe: describe.concurrent, it, expect })
}

describe.skipIf(!isRedisThere())('createRedisStore on a real server', () => {
  let server: RedisServer
  let cluster: RedisServer
  beforeAll(async () => {
    server = await startRedisServer(closing)
    cluster = await startRedisCluster(closing)
  })

  for (const [name, connect] of Object.entries(clients)) describeClient(name, connect, () => server.port)
  for (const [name, connect] of Object.entries(clusterClients))
    describeClient(name, connect, () => cluster.port)

  describe('what stands in Redis', () => {
    let client: Awaited<ReturnType<(typeof clients)['ioredis 6']>>
    beforeAll(async () => {
      client = await clients['ioredis 6'](server.port, closing)
    })
    beforeEach(() => server.command('FLUSHALL'))

    it('B10 two keys, in one slot of a cluster', async () => {
      const store = createRedisStore({ client, keyPrefix: 'service-a:' })
      await store.set('key', record(1), { signal })
      await store.lease?.('key', 60_000, { signal })
      const names = (await server.command('KEYS', '*')) as string[]
      expect(names.sort()).toEqual(['service-a:{key}:lease', 'service-a:{key}:token'])
      const slots = names.map((name) => cluster.command('CLUSTER', 'KEYSLOT', name))
      expect(new Set(await Promise.all(slots)).size).toBe(1)
    })

    it('B11 each lives as long as was asked for, to the next millisecond', async () => {
      const store = createRedisStore({ client })
      await store.set('key', { ...record(1), ttlMs: 59_999.2 }, { signal })
      await store.lease?.('key', 0.5, { signal })
      expect(await server.command('HGET', 'latchkey:{key}:token', 'ttl')).toBe('60000')
      const left = Number(await server.command('PTTL', 'latchkey:{key}:token'))
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThanOrEqual(60_000)
    })

    it('B10 the command that takes a lease may come twice', async () => {
      const twice = {
        defineCommand: client.defineCommand,
        async eval(...call: [string, number, ...string[]]) {
          await client.eval(...call)
          return client.eval(...call)
        },
      }
      const lease = await createRedisStore({ client: twice }).lease?.('key', 60_000, { signal })
      expect(lease).toBeDefined()
      expect(await createRedisStore({ client }).lease?.('key', 60_000, { signal })).toBeUndefined()
    })

    it('B10 what Redis has answered to another call is no answer', async () => {
      const replies: unknown[] = [[]]
      const late = {
        defineCommand: client.defineCommand,
        async eval(...call: [string, number, ...string[]]) {
          replies.push(await client.eval(...call))
          return replies.shift()
        },
      }
      const store = createRedisStore({ client: late })
      const calls = [
        () => store.get('key', { signal }),
        () => store.set('key', record(1), { signal }),
        () => store.lease?.('key', 60_000, { signal }),
        () => store.lease?.('another key', 60_000, { signal }),
      ]
      for (const call of calls) await expect(call()).rejects.toThrow('another call')
    })

    const foreign: Readonly<Record<string, readonly (string | number)[]>> = {
      'a string': ['SET', 'latchkey:{key}:token', 'foreign'],
      'a list': ['RPUSH', 'latchkey:{key}:token', 'foreign'],
      'a stream': ['XADD', 'latchkey:{key}:token', '*', 'value', 'foreign'],
      'a hash without a version': ['HSET', 'latchkey:{key}:token', 'value', 'foreign'],
      'a hash whose version is no number': ['HSET', 'latchkey:{key}:token', 'value', '{}', 'version', 'x'],
      'a hash with a version alone': ['HSET', 'latchkey:{key}:token', 'version', 0],
    }

    it.each(Object.entries(foreign))(
      'B11 %s is no token, and is replaced',
      async (_, [name = '', ...rest]) => {
        await server.command(String(name), ...rest)
        const store = createRedisStore({ client })
        expect((await store.get('key', { signal }))?.version ?? 0).toBe(0)
        expect(await store.set('key', record(1), { signal })).toBe(true)
        expect(await store.get('key', { signal })).toMatchObject({ value: 'value-1', version: 1 })
        expect(Number(await server.command('PTTL', 'latchkey:{key}:token'))).toBeGreaterThan(0)
      },
    )

    it('B11 what Redis refuses is refused: a user who may not read', async () => {
      await server.command('ACL', 'SETUSER', 'limited', 'on', 'nopass', '~*', '+@all', '-hmget', '-hget')
      const limited = await clients['ioredis 6'](server.port, closing)
      await limited.call('AUTH', 'limited', 'any')
      const store = createRedisStore({ client: limited })
      await expect(store.get('key', { signal })).rejects.toThrow("can't run this command")
      await expect(store.set('key', record(1), { signal })).rejects.toThrow("can't run this command")
    })
  })
})

describe('createRedisStore: bad options', () => {
  const client = { eval: async () => null, evalSha: () => {} }

  it.each([{}, { eval() {} }, { evalSha() {} }, null, undefined, 'redis://localhost', 1])(
    'B21 refuses the client %o',
    (client) => {
      const options = { client } as never
      expect(() => createRedisStore(options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
      expect(() => createRedisStore(options)).toThrow('"client"')
    },
  )

  it('B21 refuses a prefix that is no string, and an unknown option', () => {
    expect(() => createRedisStore({ client, keyPrefix: 1 as never })).toThrow('"keyPrefix"')
    expect(() => createRedisStore({ client, prefix: '' } as never)).toThrow('"prefix"')
  })
})
