import { authMiddleware, createProviderClient } from '@latchkey/auth-core/openapi'
import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'
import { createPlainClient, type PlainClient } from '../plain-client.ts'
import { cachedSource } from '../token-issuer.ts'

const baseUrl = 'https://api.example.com'
const accept = 'application/json'
const fetch = async () => new Response(null, { status: 204 })
const batches = { rounds: 1_000, batch: 20 }
const body = { customer: 'c-1042', note: 'x'.repeat(100), items: [1, 2, 3] }

const get = (client: PlainClient) => () => client.GET('/orders/{id}', { params: { path: { id: '7' } } })
const post = (client: PlainClient) => () => client.POST('/orders', { body })

/** Typed calls, against openapi-fetch with the header set once and for all; the fetch behind both does nothing. */
export async function run(): Promise<Record<string, Figure>> {
  const tokens = await cachedSource()
  const { accessToken } = await tokens.getToken()
  const floor = createPlainClient({
    baseUrl,
    fetch,
    headers: { accept, authorization: `Bearer ${accessToken}` },
  })
  const ours = createProviderClient({ baseUrl, tokens, fetch, headers: { accept } }) as unknown as PlainClient
  const measure = async (call: typeof get, client: PlainClient) =>
    ratioFigure('openapi-fetch, static header', await compare(call(floor), call(client), batches))
  const middleware = createPlainClient({ baseUrl, fetch, headers: { accept } })
  middleware.use(authMiddleware(tokens, { origins: [baseUrl] }))
  return {
    typedGet: await measure(get, ours),
    typedPost: await measure(post, ours),
    middlewareGet: await measure(get, middleware),
    middlewarePost: await measure(post, middleware),
  }
}
