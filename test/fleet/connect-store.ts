import type { Clock, TokenStore } from '@latchkey/auth-core'
import { createFileStore } from '@latchkey/auth-core/node'
import { createRedisStore } from '@latchkey/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import type { PlaceAddress } from './messages.ts'

/** The connection of one process to the place that it shares with others; it lasts as long as the process. */
export async function connectStore(place: PlaceAddress, clock: Clock): Promise<TokenStore> {
  if (place.kind === 'directory') return createFileStore({ directory: place.directory, clock })
  const { port } = place
  if (place.kind === 'ioredis') {
    const client = new Redis({ port })
    client.on('error', () => {})
    return createRedisStore({ client })
  }
  const client = createClient({ socket: { port } })
  client.on('error', () => {})
  return createRedisStore({ client: await client.connect() })
}
