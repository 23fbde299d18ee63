import type { Answer } from './answer.ts'
import { isJson } from './media-type.ts'

/** An answer as it goes over the wire, whatever carries it. */
export interface WireAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string }
  /** Undefined where the status allows none. */
  readonly body: Uint8Array | undefined
}

export function toWire({ status, headers, mediaType = '', content }: Answer): WireAnswer {
  // RFC 9110 section 6.4.1: these end with the head.
  if (status === 204 || status === 304) return { status, headers, body: undefined }
  const body = bytesOf(content, mediaType)
  const type = mediaType !== '' && content !== undefined && { 'content-type': mediaType }
  return { status, headers: { ...type, ...headers, 'content-length': String(body.byteLength) }, body }
}

/** The body in bytes; empty where there is none. */
export function bytesOf(content: unknown, mediaType = ''): Uint8Array {
  if (content instanceof Uint8Array) return content
  const text = typeof content === 'string' && !isJson(mediaType) ? content : JSON.stringify(content)
  return Buffer.from(text ?? '')
}
