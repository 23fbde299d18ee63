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

/** A request of the Fetch API. It has no limit of length: what it carries is in memory already. */
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
export async function takeApart(
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
