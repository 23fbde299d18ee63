import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { FetchMiddleware } from '../src/fetch-middleware.ts'
import { createProviderClient } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { bodyKinds } from './replay-bodies.ts'
import { expectReplayed, refusingServer } from './replay-matrix.ts'

const { server, staleTokens } = refusingServer()

async function digestOf(request: Request): Promise<string> {
  return sha256(new Uint8Array(await request.clone().arrayBuffer()))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Reads the body as a step that signs requests does. */
const signing: Record<string, FetchMiddleware> = {
  'sets the digest on the request': async (request, next) => {
    request.headers.set('x-digest', await digestOf(request))
    return next(request)
  },
  'makes a new Request with the digest': async (request, next) => {
    const headers = { ...Object.fromEntries(request.headers), 'x-digest': await digestOf(request) }
    return next(new Request(request, { headers }))
  },
}

function expectSigned(): void {
  expect(server.requests.map(({ headers }) => headers['x-digest'])).toEqual(
    server.requests.map(({ body }) => sha256(body)),
  )
}

describe.each(Object.entries(signing))('a middleware that reads a clone and %s', (_, step) => {
  test.each(bodyKinds)('B14 leaves a $name body whole, both times', async (kind) => {
    const options = { tokens: await staleTokens(), origins: [server.origin], middleware: [step] }
    const body = kind.make()
    const fetch = createAuthFetch(options)
    expect((await fetch(server.origin, { method: 'POST', body, duplex: 'half' })).status).toBe(200)
    await expectReplayed(server.requests, 'POST', { kind })
    expectSigned()
  })

  test.each(bodyKinds)('B14 leaves a $name body of the typed client whole, both times', async (kind) => {
    const client = createProviderClient<ItemPaths>({ tokens: await staleTokens(), baseUrl: server.origin })
    client.use({
      async onRequest({ request }) {
        let sent = request
        await step(request, async (changed) => {
          sent = changed
          return new Response()
        })
        return sent
      },
    })
    const body = kind.make()
    const { data } = await client.POST('/items', {
      body: { id: 'replaced by the serializer' },
      bodySerializer: () => body,
      headers: { 'content-type': null },
      duplex: 'half',
    })
    expect(data).toEqual({ ok: true })
    await expectReplayed(server.requests, 'POST', { kind })
    expectSigned()
  })
})
