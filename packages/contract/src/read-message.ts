import type { IncomingMessage } from 'node:http'
import { maxBodyBytes, type SandboxRequest, takeApart } from './read-request.ts'

/**
 * A request of Node's server. Reads to the end, so that the answer finds a client that listens. Rejects when the client
 * goes away before.
 */
export async function readMessage(message: IncomingMessage): Promise<SandboxRequest> {
  const { bytes, tooLarge } = await readBody(message)
  const headers = Object.entries(message.headersDistinct).map(([name, values]) => [
    name,
    values?.join(', ') ?? '',
  ])
  return takeApart({
    method: message.method ?? 'GET',
    // A proxy's client sends the whole URL (RFC 9112 section 3.2.2).
    target: (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, ''),
    headers: Object.fromEntries(headers) as { [name: string]: string },
    bytes,
    tooLarge,
  })
}

/** The body; of one that is too large nothing. */
async function readBody(
  chunks: AsyncIterable<Uint8Array>,
): Promise<Pick<SandboxRequest, 'bytes' | 'tooLarge'>> {
  const kept: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.byteLength
    if (length <= maxBodyBytes) kept.push(chunk)
    else kept.length = 0
  }
  return { bytes: Buffer.concat(kept), tooLarge: length > maxBodyBytes }
}
