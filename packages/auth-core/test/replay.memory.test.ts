import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { listen } from './recording-server.ts'

const MEBIBYTE = 1024 * 1024
const BOUND = 64 * MEBIBYTE
const child = fileURLToPath(new URL('replay.memory.child.ts', import.meta.url))

/** A server that reads to the end, keeps nothing, and refuses. */
async function refusingServer() {
  const received: { bytes: number; checksum: number }[] = []
  const origin = await listen(async (incoming, response) => {
    const seen = { bytes: 0, checksum: 0 }
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      seen.bytes += chunk.length
      seen.checksum = crc32(chunk, seen.checksum)
    }
    if (incoming.url === '/items') received.push(seen)
    response.writeHead(401).end()
  })
  return { origin, received }
}

/** Sends from a process of its own, to the 401. @returns by how much the memory of that process grew at most */
async function memoryOf(way: string, carrier: string, bytes: number): Promise<number> {
  const { origin, received } = await refusingServer()
  const parameters = ['--expose-gc', child, way, carrier, origin, String(bytes)]
  const { stdout } = await promisify(execFile)(process.execPath, parameters)
  const { status, checksum, grownBy } = JSON.parse(stdout) as Record<string, number>
  expect(status).toBe(401)
  expect(received).toEqual([{ bytes, checksum }])
  return Number(grownBy)
}

test.each([
  [256, 'replay: "never"', 'npm'],
  [128, 'replay: "never"', 'platform, redirects refused'],
  [128, 'replay: "never", by the typed client', 'npm'],
  [128, 'replay: "never", by authMiddleware', 'platform, redirects refused'],
  [256, 'the default replay', 'npm'],
  [128, 'the default replay, in a Request that a middleware made', 'npm'],
])(
  'B14 a stream of %i MiB goes out once, whole, in less than 64 MiB: %s, fetch: %s',
  async (mebibytes, way, carrier) => {
    expect(await memoryOf(way, carrier, mebibytes * MEBIBYTE)).toBeLessThan(BOUND)
  },
)

// Up to Node 24 the platform's fetch keeps a stream that it might have to redirect (nodejs/undici issue 4058).
test('B14 with the platform’s fetch we add less than 64 MiB to what that keeps itself', async () => {
  const alone = await memoryOf('nothing of ours', 'platform', 2 * BOUND)
  const withUs = await memoryOf('replay: "never"', 'platform', 2 * BOUND)
  expect(withUs - alone).toBeLessThan(BOUND)
})
