import type { IncomingMessage } from 'node:http'
import { formMediaType, isJson, mediaTypeOf } from './media-type.ts'
import type { Violation } from './violation.ts'

/** A request as it came in, taken apart but not judged. */
export interface SandboxRequest {
  readonly method: string
  /** The path as sent, percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** By name in lower case; repeated ones joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  readonly bytes: Uint8Array
  readonly mediaType: string | undefined
  /** The body as JSON value or as form members; undefined for other media types and where there is none. */
  readonly content?: unknown
  /** Why the body could not be taken apart. */
  readonly malformed?: Violation
  /** The body was longer than {@link maxBodyBytes} and has been thrown away. */
  readonly tooLarge: boolean
}

export const maxBodyBytes = 1024 * 1024

/** Reads to the end, so that the answer finds a client that listens. Rejects when the client goes away before. */
export async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length <= maxBodyBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  const tooLarge = length > maxBodyBytes
  const bytes = Buffer.concat(tooLarge ? [] : chunks)
  const mediaType = mediaTypeOf(message.headers['content-type'])
  return { ...readHead(message), bytes, mediaType, tooLarge, ...readContent(bytes, mediaType) }
}

function readHead(message: IncomingMessage) {
  // A proxy's client sends the whole URL (RFC 9112 section 3.2.2).
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '')
  const [path = '', ...query] = target.split('?')
  const headers = Object.entries(message.headersDistinct).map(([name, values]) => [
    name,
    values?.join(', ') ?? '',
  ])
  return {
    method: message.method ?? 'GET',
    path: path || '/',
    query: new URLSearchParams(query.join('?')),
    headers: Object.fromEntries(headers) as { [name: string]: string },
  }
}

function readContent(
  bytes: Uint8Array,
  mediaType: string | undefined,
): Pick<SandboxRequest, 'content' | 'malformed'> {
  const isForm = mediaType === formMediaType
  if (bytes.byteLength === 0 || mediaType === undefined || !(isForm || isJson(mediaType))) return {}
  const text = readText(bytes)
  if (text === undefined)
    return { malformed: { pointer: '/body', rule: 'encoding', message: 'must be UTF-8' } }
  if (isForm) return { content: readForm(new URLSearchParams(text)) }
  try {
    return { content: JSON.parse(text) }
  } catch {
    return { malformed: { pointer: '/body', rule: 'syntax', message: 'must be JSON' } }
  }
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A member sent once is a text, one sent more often a list. */
function readForm(form: URLSearchParams): { [name: string]: string | string[] } {
  const names = [...new Set(form.keys())]
  const read = (name: string) => {
    const values = form.getAll(name)
    return values.length === 1 ? (values[0] as string) : values
  }
  return Object.fromEntries(names.map((name) => [name, read(name)]))
}
