import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test, vi } from 'vitest'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createTokenSource } from '../src/token-source.ts'
import type { ItemPaths } from './item-paths.ts'

const origin = 'https://api.example.com'
const tokenUrl = 'https://id.example.com/token'

/** Of modules that have not seen another `Request` before. */
async function clients() {
  vi.resetModules()
  const { createAuthFetch } = await import('../src/auth-fetch.ts')
  const { createProviderClient } = await import('../src/openapi.ts')
  const grant = clientCredentials({ tokenUrl, clientId: 'made-up', clientSecret: 'made-up-secret' })
  const tokens = createTokenSource({ grant })
  return {
    fetch: createAuthFetch({ tokens, origins: [origin] }),
    client: createProviderClient<ItemPaths>({ tokens, baseUrl: origin }),
  }
}

/** Both the API and the token endpoint; what nobody handles is an error. */
function startMsw() {
  const seen: string[] = []
  let calls = 0
  const server = setupServer(
    http.post(tokenUrl, () => {
      seen.push('token')
      return HttpResponse.json({ access_token: `token-${++calls}`, token_type: 'Bearer', expires_in: 3600 })
    }),
    http.all(`${origin}/items`, async ({ request }) => {
      seen.push(`${request.method} ${request.headers.get('authorization')} ${await request.text()}`.trim())
      return calls === 1 ? new HttpResponse(null, { status: 401 }) : HttpResponse.json({ ok: true })
    }),
  )
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
  return seen
}

const expected = [
  'token',
  'POST Bearer token-1 {"id":"1"}',
  'token',
  'POST Bearer token-2 {"id":"1"}',
  'GET Bearer token-2',
]

async function callBoth({ client, fetch }: Awaited<ReturnType<typeof clients>>) {
  const { data } = await client.POST('/items', { body: { id: '1' } })
  expect(data).toEqual({ ok: true })
  expect((await fetch(`${origin}/items`)).status).toBe(200)
}

test('B19 msw that starts after the client was made answers token call, API call and replay', async () => {
  const made = await clients()
  const seen = startMsw()
  await callBoth(made)
  expect(seen).toEqual(expected)
})

test('B19 msw that starts before the client is made answers them too', async () => {
  const seen = startMsw()
  await callBoth(await clients())
  expect(seen).toEqual(expected)
})

test('B19 a request that no handler knows is msw’s error, not a request to the network', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  const seen = startMsw()
  await expect((await clients()).fetch(`${origin}/unknown`)).rejects.toThrow()
  expect(seen).toEqual(['token'])
})

test('B19 any other patch of the global fetch is seen, and its removal too', async () => {
  const { fetch } = await clients()
  const original = globalThis.fetch
  onTestFinished(() => {
    globalThis.fetch = original
  })
  for (const answer of ['first', 'second']) {
    globalThis.fetch = async (input) =>
      String(input) === tokenUrl
        ? Response.json({ access_token: 'token-1', token_type: 'Bearer' })
        : new Response(answer)
    expect(await (await fetch(`${origin}/items`)).text()).toBe(answer)
  }
})
