import { Cluster, Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis-5'
import { createClient, createCluster, RESP_TYPES } from 'redis'
import { createClient as createClient5 } from 'redis-5'
import type { RedisStoreOptions } from '../src/index.ts'
import type { ServerClosing } from './redis-server.ts'

export type Connect = (port: number, closing: ServerClosing) => Promise<RedisStoreOptions['client']>

/** The clients that our users bring, connected as their own pages say. */
export const clients = {
  'redis 6': async (port, { onTestFinished }) => {
    const client = createClient({ socket: { port } })
    client.on('error', () => {})
    onTestFinished(() => client.destroy())
    return client.connect()
  },
  'redis 6 that reads buffers': async (port, { onTestFinished }) => {
    const client = createClient({ socket: { port } })
    client.on('error', () => {})
    onTestFinished(() => client.destroy())
    await client.connect()
    return client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.NUMBER]: String })
  },
  'redis 5': async (port, { onTestFinished }) => {
    const client = createClient5({ socket: { port } })
    client.on('error', () => {})
    onTestFinished(() => client.destroy())
    return client.connect()
  },
  'ioredis 6': async (port, { onTestFinished }) => {
    const client = new Redis({ port })
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  },
  'ioredis 5': async (port, { onTestFinished }) => {
    const client = new Redis5({ port })
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  },
} as const satisfies Record<string, Connect>

export const clusterClients = {
  'redis 6, a cluster': async (port, { onTestFinished }) => {
    const client = createCluster({ rootNodes: [{ socket: { port } }] })
    client.on('error', () => {})
    onTestFinished(() => client.destroy())
    await client.connect()
    return client
  },
  'ioredis 6, a cluster': async (port, { onTestFinished }) => {
    const client = new Cluster([{ port }])
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  },
} as const satisfies Record<string, Connect>
