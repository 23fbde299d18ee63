import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { json } from './replay-bodies.ts'
import { expectReplayed, hooks, refusingServer, rows, settings } from './replay-matrix.ts'

const { server, staleTokens } = refusingServer()

describe.each(Object.entries(settings))(
  'B14 through createAuthFetch, %s',
  (_, { init, mark, ...options }) => {
    async function send(own: RequestInit = {}) {
      const fetch = createAuthFetch({ tokens: await staleTokens(), origins: [server.origin], ...options })
      return fetch(`${server.origin}/items`, { ...own, ...init })
    }

    test.each(rows)('B14 a $name body is byte-equal on replay of $method', async ({ method, kind }) => {
      expect((await send({ method, body: kind.make(), duplex: 'half' })).status).toBe(200)
      await expectReplayed(server.requests, method, { kind, mark })
    })

    test('B14 a GET without a body has none on replay', async () => {
      expect((await send()).status).toBe(200)
      await expectReplayed(server.requests, 'GET', { mark })
    })
  },
)

describe.each(Object.entries({ ...settings, ...hooks }))(
  'B14 through createProviderClient, %s',
  (_, { init, mark, onRequest, ...options }: (typeof hooks)[string]) => {
    async function clientOf() {
      const client = createProviderClient<ItemPaths>({
        tokens: await staleTokens(),
        baseUrl: server.origin,
        ...options,
        ...(init && { requestInitExt: init }),
      })
      if (onRequest) client.use({ onRequest })
      return client
    }

    test.each(rows)('B14 a $name body is byte-equal on replay of $method', async ({ method, kind }) => {
      const call = (await clientOf())[method] as Awaited<ReturnType<typeof clientOf>>['POST']
      const body = kind.make()
      const { data } = await call('/items', {
        body: { id: 'replaced by the serializer' },
        bodySerializer: () => body,
        headers: { 'content-type': null },
        duplex: 'half',
      })
      expect(data).toEqual({ ok: true })
      await expectReplayed(server.requests, method, { kind, mark })
    })

    test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
      'B14 a JSON object is byte-equal on replay of %s',
      async (method) => {
        const call = (await clientOf())[method] as Awaited<ReturnType<typeof clientOf>>['POST']
        const item = { id: 'ü&+' }
        expect((await call('/items', { body: item })).data).toEqual({ ok: true })
        await expectReplayed(server.requests, method, { kind: json(item), mark })
      },
    )

    test('B14 a GET without a body has none on replay', async () => {
      expect((await (await clientOf()).GET('/items')).data).toEqual({ ok: true })
      await expectReplayed(server.requests, 'GET', { mark })
    })
  },
)
