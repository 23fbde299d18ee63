import type { FetchBody } from './fetch.ts'
import type { ReplayableBody } from './replayable-body.ts'
import { createTape } from './tape.ts'

/** Which bodies are kept so that they can be sent again. */
export type ReplayOption =
  | 'never'
  | { /** How much of a stream is kept. @default 1048576 */ readonly maxBytes?: number }

/**
 * | body | sent again as |
 * |---|---|
 * | none, string, Blob | itself |
 * | ArrayBuffer and its views, URLSearchParams | a copy made now: the caller's may change |
 * | FormData | the bytes made now, so that the boundary is the same |
 * | stream, async iterable | what was read of it, up to `maxBytes`; beyond, not at all |
 */
export async function replayableBody(body: unknown, replay: ReplayOption): Promise<ReplayableBody> {
  if (isAsyncIterable(body)) return replay === 'never' ? once(body) : createTape(body, replay)
  if (body instanceof FormData) return replay === 'never' ? steady(body) : encoded(new Response(body))
  if (ArrayBuffer.isView(body))
    return steady(new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice())
  if (body instanceof ArrayBuffer) return steady(body.slice(0))
  if (body instanceof URLSearchParams) return steady(new URLSearchParams(body))
  return steady((body ?? undefined) as FetchBody | undefined)
}

/** The body of a request that does not show what it was made from: read ahead if small, so that its length is known. */
export async function replayableRequestBody(body: unknown, replay: ReplayOption): Promise<ReplayableBody> {
  const tape = await replayableBody(body, replay)
  const read = await tape.again()
  return read === undefined ? tape : steady(read.body)
}

/** A body that does not change and does not run out. */
export function steady(body: FetchBody | undefined): ReplayableBody {
  return { first: body, again: async () => ({ body }), release: () => {} }
}

function once(body: AsyncIterable<unknown>): ReplayableBody {
  return { first: body as unknown as FetchBody, again: async () => undefined, release: () => {} }
}

async function encoded(form: Response): Promise<ReplayableBody> {
  const contentType = form.headers.get('content-type') ?? ''
  return { ...steady(await form.arrayBuffer()), contentType }
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob)
}
