import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  isRedisThere,
  type RedisServer,
  type ServerClosing,
  startRedisServer,
} from '../../packages/redis/test/redis-server.ts'
import type { PlaceAddress } from './messages.ts'

/** A place that the processes of a fleet can share. */
export interface FleetPlace {
  readonly address: PlaceAddress
  /** Puts the place's own clock forward. */
  advance(ms: number): Promise<unknown>
}

export interface FleetPlaceKind {
  readonly name: string
  /** Whether this machine has what it takes. */
  readonly isThere: boolean
  open(closing: ServerClosing): Promise<FleetPlace>
}

export const places: readonly FleetPlaceKind[] = [
  { name: 'a directory', isThere: true, open: openDirectory },
  { name: 'Redis, by ioredis', isThere: isRedisThere(), open: (closing) => openRedis('ioredis', closing) },
  { name: 'Redis, by redis', isThere: isRedisThere(), open: (closing) => openRedis('redis', closing) },
]

/** Its times are counted by its processes' clocks. */
async function openDirectory({ onTestFinished }: ServerClosing): Promise<FleetPlace> {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return { address: { kind: 'directory', directory }, advance: async () => {} }
}

async function openRedis(kind: 'redis' | 'ioredis', closing: ServerClosing): Promise<FleetPlace> {
  const server = await startRedisServer(closing)
  return { address: { kind, port: server.port }, advance: (ms) => advanceRedis(server, ms) }
}

const SHORTEN = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1])
end`

/** All that Redis counts is what is left of each time to live. */
function advanceRedis(server: RedisServer, ms: number): Promise<unknown> {
  return server.command('EVAL', SHORTEN, 0, Math.round(ms))
}
