// A process of its own for replay.memory.test.ts: `node --expose-gc replay.memory.child.ts <way> <carrier> <origin>
// <bytes>`. It sends that many bytes as a stream and prints what became of them and by how much its memory grew.
import { crc32 } from 'node:zlib'
import createClient, { type Client } from 'openapi-fetch'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { authMiddleware } from '../src/auth-middleware.ts'
import type { Fetch } from '../src/fetch.ts'
import type { FetchMiddleware } from '../src/fetch-middleware.ts'
import { createProviderClient } from '../src/openapi.ts'
import type { ReplayOption } from '../src/replay.ts'
import { staticToken } from '../src/static-token.ts'
import type { ItemPaths } from './item-paths.ts'

const [, , way = '', carrier = '', origin = '', length = ''] = process.argv
const CHUNK_BYTES = 64 * 1024
const CHUNKS_PER_COLLECTION = 128
const tokens = staticToken('made-up-token')
// Not imported where it is not used: it puts itself under the platform's fetch.
const given = carrier === 'npm' ? { fetch: (await import('undici')).fetch as unknown as Fetch } : {}
let checksum = 0

/** Each chunk in memory of its own, as from a file; let go of at once, so that what stays is held by somebody. */
async function* chunks() {
  for (let index = 0; index < Number(length) / CHUNK_BYTES; index++) {
    const chunk = Buffer.alloc(CHUNK_BYTES, index % 251)
    checksum = crc32(chunk, checksum)
    yield chunk
    if (index % CHUNKS_PER_COLLECTION === 0) globalThis.gc?.()
  }
}

const init = (): RequestInit => ({
  method: 'POST',
  body: ReadableStream.from(chunks()),
  duplex: 'half',
  redirect: carrier === 'platform, redirects refused' ? 'error' : 'follow',
})

async function byFetch(replay: ReplayOption | undefined, remade = false): Promise<Response> {
  const middleware: FetchMiddleware[] = remade ? [(request, next) => next(new Request(request))] : []
  return createAuthFetch({ tokens, origins: [origin], replay, middleware, ...given })(
    `${origin}/items`,
    init(),
  )
}

async function byClient(client: Client<ItemPaths>): Promise<Response> {
  const { body, ...rest } = init()
  const { response } = await client.POST('/items', {
    body: { id: 'replaced by the serializer' },
    bodySerializer: () => body,
    ...rest,
  })
  return response
}

function byMiddleware(): Client<ItemPaths> {
  const client = createClient<ItemPaths>({ baseUrl: origin })
  client.use(authMiddleware(tokens, { origins: [origin], replay: 'never' }))
  return client
}

const ways: Record<string, () => Promise<Response>> = {
  'nothing of ours': () => fetch(`${origin}/items`, init()),
  'replay: "never"': () => byFetch('never'),
  'replay: "never", by the typed client': () =>
    byClient(createProviderClient<ItemPaths>({ tokens, baseUrl: origin, replay: 'never', ...given })),
  'replay: "never", by authMiddleware': () => byClient(byMiddleware()),
  'the default replay': () => byFetch(undefined),
  'the default replay, in a Request that a middleware made': () => byFetch(undefined, true),
}

// All that a first request loads.
await (await (given.fetch ?? fetch)(origin, { method: 'POST', body: 'small' })).text()
globalThis.gc?.()
const idle = process.memoryUsage.rss()
const response = await ways[way]?.()
const grownBy = process.resourceUsage().maxRSS * 1024 - idle
console.log(JSON.stringify({ status: response?.status, checksum, grownBy }))
