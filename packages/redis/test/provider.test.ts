import { createSandbox } from '@latchkey/contract'
import { createGbgClient } from '@latchkey/gbg'
import document from '@latchkey/gbg/openapi.json' with { type: 'json' }
import { expect, it, onTestFinished } from 'vitest'
import { createRedisStore } from '../src/index.ts'
import { clients } from './clients.ts'
import { isRedisThere, startRedisServer } from './redis-server.ts'

it.skipIf(!isRedisThere())(
  'B10 clients of a provider, each with a connection of its own, share one token',
  async () => {
    const { port } = await startRedisServer({ onTestFinished })
    const client = { clientId: 'test-client', clientSecret: 'test-secret' }
    const sandbox = await createSandbox([document], { clients: [client] })
    onTestFinished(() => sandbox.close())
    const start = async (connect: (typeof clients)['redis 6'] | (typeof clients)['ioredis 6']) => {
      const gbg = createGbgClient({
        ...client,
        baseUrl: sandbox.url('https://eu.platform.go.gbgplc.com/v2/captain'),
        tokenUrl: sandbox.url('https://api.auth.gbgplc.com/as/token.oauth2'),
        store: createRedisStore({ client: await connect(port, { onTestFinished }) }),
      })
      return gbg.POST('/journey/start', { body: { resourceId: 'abc@1', context: { subject: {} } } })
    }
    const started = await Promise.all(
      [clients['redis 6'], clients['ioredis 6'], clients['redis 6']].map(start),
    )
    expect(started.map(({ response }) => response.ok)).toEqual([true, true, true])
    expect(sandbox.issued).toHaveLength(1)
  },
)
