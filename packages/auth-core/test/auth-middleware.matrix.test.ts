import createClient, { type Client } from 'openapi-fetch'
import { describe, expect, test } from 'vitest'
import { authMiddleware } from '../src/auth-middleware.ts'
import type { ItemPaths } from './item-paths.ts'
import { json } from './replay-bodies.ts'
import { expectReplayed, hooks, platformDispatcher, refusingServer, rows } from './replay-matrix.ts'

const { server, staleTokens } = refusingServer()

/** The ways in which a client may be set up around the middleware; the hooks are registered before it. */
const arrangements: Readonly<Record<string, (typeof hooks)[string]>> = {
  alone: { mark: { 'user-agent': 'node' } },
  ...hooks,
  'a dispatcher with each request': {
    init: { dispatcher: platformDispatcher },
    mark: { 'x-dispatcher': 'ours' },
  },
}

describe.each(Object.entries(arrangements))('B14 through authMiddleware, %s', (_, arrangement) => {
  const { init, mark, onRequest } = arrangement

  async function clientOf(): Promise<Client<ItemPaths>> {
    const client = createClient<ItemPaths>({ baseUrl: server.origin })
    if (onRequest) client.use({ onRequest })
    client.use(authMiddleware(await staleTokens(), { origins: [server.origin] }))
    return client
  }

  test.each(rows)('B14 a $name body is byte-equal on replay of $method', async ({ method, kind }) => {
    const call = (await clientOf())[method] as Client<ItemPaths>['POST']
    const body = kind.make()
    const { data } = await call('/items', {
      body: { id: 'replaced by the serializer' },
      bodySerializer: () => body,
      headers: { 'content-type': null },
      duplex: 'half',
      ...init,
    })
    expect(data).toEqual({ ok: true })
    await expectReplayed(server.requests, method, { kind, mark })
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'B14 a JSON object is byte-equal on replay of %s',
    async (method) => {
      const call = (await clientOf())[method] as Client<ItemPaths>['POST']
      const item = { id: 'ü&+' }
      expect((await call('/items', { body: item, ...init })).data).toEqual({ ok: true })
      await expectReplayed(server.requests, method, { kind: json(item), mark })
    },
  )

  test('B14 a GET without a body has none on replay', async () => {
    expect((await (await clientOf()).GET('/items', { ...init })).data).toEqual({ ok: true })
    await expectReplayed(server.requests, 'GET', { mark })
  })
})
