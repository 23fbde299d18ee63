import type { IncomingMessage } from 'node:http'
import { mediaTypeOf } from './media-type.ts'
import { type Content, readContent } from './read-content.ts'

/** A request as it came in, taken apart but not judged. */
export interface SandboxRequest extends Content {
  readonly method: string
  /** The path as sent, percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** By name in lower case; repeated ones joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  readonly bytes: Uint8Array
  readonly mediaType: string | undefined
  /** The body was longer than {@link maxBodyBytes} and has been thrown away. */
  readonly tooLarge: boolean
}

export const maxBodyBytes = 1024 * 1024

/** Reads to the end, so that the answer finds a client that listens. Rejects when the client goes away before. */
export async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
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

/** The same for a request of the Fetch API. It has no limit of length: what it carries is in memory already. */
export async function readFetchRequest(request: Request): Promise<SandboxRequest> {
  const { pathname, search } = new URL(request.url)
  return takeApart({
    method: request.method,
    target: `${pathname}${search}`,
    headers: Object.fromEntries(request.headers),
    bytes: new Uint8Array(await request.arrayBuffer()),
    tooLarge: false,
  })
}

/** A request from its parts; `target` is path and query as sent, header names are in lower case. */
async function takeApart(
  parts: Pick<SandboxRequest, 'method' | 'headers' | 'bytes' | 'tooLarge'> & { readonly target: string },
): Promise<SandboxRequest> {
  const { target, method, headers, bytes, tooLarge } = parts
  const [path = '', ...query] = target.split('?')
  return {
    method,
    path: path || '/',
    query: new URLSearchParams(query.join('?')),
    headers,
    bytes,
    mediaType: mediaTypeOf(headers['content-type']),
    tooLarge,
    ...(await readContent(bytes, headers['content-type'])),
  }
}
