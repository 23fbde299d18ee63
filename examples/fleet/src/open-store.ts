import type { TokenStore } from '@latchkey/auth-core'
import { createFileStore } from '@latchkey/auth-core/node'
import { createRedisStore } from '@latchkey/redis'
import { createClient } from 'redis'

/** Redis where the environment names one, else a directory for the processes of this machine. */
export async function openStore(): Promise<TokenStore> {
  const { REDIS_URL, TOKEN_DIRECTORY = '' } = process.env
  if (REDIS_URL === undefined) return createFileStore({ directory: TOKEN_DIRECTORY })
  const client = createClient({ url: REDIS_URL })
  client.on('error', ({ message }) => console.error(`Redis: ${message}`))
  await client.connect()
  return createRedisStore({ client })
}
