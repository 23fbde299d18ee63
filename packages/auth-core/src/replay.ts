import { unlessAborted } from './abort.ts'
import { checkKnown, invalidOption } from './check-options.ts'
import type { FetchBody } from './fetch.ts'
import type { ReplayableBody } from './replayable-body.ts'
import { createTape } from './tape.ts'

/**
 * Which bodies are kept so that they can be sent again. What Node's own fetch keeps is another matter: up to Node 24 it
 * keeps a whole stream unless `redirect` is `'error'`.
 * @see https://github.com/nodejs/undici/issues/4058
 */
export type ReplayOption =
  | 'never'
  | { /** How much of a stream is kept. @default 1048576 */ readonly maxBytes?: number }

/** @throws {LatchkeyError} `invalid_options` */
export function checkReplay(replay: ReplayOption = {}): ReplayOption {
  if (replay === 'never') return replay
  if (typeof replay !== 'object' || replay === null)
    throw invalidOption('replay', 'is neither "never" nor { maxBytes }')
  checkKnown('Option "replay"', replay, ['maxBytes'])
  if (replay.maxBytes !== undefined && !(typeof replay.maxBytes === 'number' && replay.maxBytes >= 0))
    throw invalidOption('replay', 'has a maxBytes that is not a number of bytes')
  return replay
}

/**
 * | body | sent again as |
 * |---|---|
 * | none, string, Blob | itself |
 * | ArrayBuffer and its views, URLSearchParams | a copy made now: the caller's may change |
 * | FormData | the bytes made now, so that the boundary is the same |
 * | stream, async iterable | what was read of it, up to `maxBytes`; beyond, not at all |
 */
export async function replayableBody(body: unknown, replay: ReplayOption): Promise<ReplayableBody> {
  if (isAsyncIterable(body)) return createTape(unread(body), replay === 'never' ? { maxBytes: 0 } : replay)
  if (body instanceof FormData) return replay === 'never' ? steady(body) : encoded(new Response(body))
  return steady(bodySnapshot(body as FetchBody | null | undefined))
}

/**
 * The body of a request that does not show what it was made from: read ahead if small, so that its length is known.
 * Never replayed, it stays the request's own, which knows its length.
 */
export async function replayableRequestBody(
  body: ReadableStream<Uint8Array>,
  replay: ReplayOption,
  signal: AbortSignal | null | undefined,
): Promise<ReplayableBody> {
  if (replay === 'never') return { first: body, again: async () => undefined, release: () => {} }
  const reader = body.getReader()
  const next = () => reader.read()
  // Unlike that of a stream's own iterator, it does not wait for a read that hangs.
  const end = async () => ({ done: true, value: await reader.cancel(signal?.reason) }) as const
  const tape = createTape({ [Symbol.asyncIterator]: () => ({ next, return: end }) }, replay)
  const read = await unlessAborted(tape.again(), signal).catch((error) => {
    end().catch(() => {})
    throw error
  })
  return read === undefined ? tape : steady(read.body)
}

/** A body that does not change and does not run out. */
export function steady(body: FetchBody | undefined): ReplayableBody {
  return { first: body, again: async () => ({ body }), release: () => {} }
}

/** The body as it is now, where the caller may still change it; else itself. */
export function bodySnapshot(body: RequestInit['body']): FetchBody | undefined {
  if (typeof body !== 'object' || body === null) return body ?? undefined
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  if (body instanceof ArrayBuffer) return body.slice(0)
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  if (!(body instanceof FormData)) return body
  const copy = new FormData()
  for (const [name, value] of body) copy.append(name, value)
  return copy
}

async function encoded(form: Response): Promise<ReplayableBody> {
  const contentType = form.headers.get('content-type') ?? ''
  return { ...steady(await form.arrayBuffer()), contentType }
}

// What has been read before would be sent empty; a Response is what tells.
function unread(body: AsyncIterable<unknown>): AsyncIterable<unknown> {
  return body instanceof ReadableStream ? (new Response(body).body ?? body) : body
}

/** Whether it can be read once only. */
export function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !(body instanceof Blob)
}
