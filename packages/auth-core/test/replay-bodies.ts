/** A body as a caller gives it, made anew for each request. */
export interface BodyKind {
  readonly name: string
  make(): NonNullable<RequestInit['body']>
  /** The bytes that the server should see; undefined where only fetch knows (a multipart boundary). */
  readonly bytes: Uint8Array | undefined
  readonly contentType: RegExp | undefined
  /** Whether it comes piece by piece, its length unknown. */
  readonly streams?: true
}

const text = 'grüße & 100 % {"id":"a+b"}'
const bytes = new Uint8Array([0, 255, 13, 10, 128, 1, 2, 3])

export const bodyKinds: readonly BodyKind[] = [
  { name: 'string', make: () => text, bytes: utf8(text), contentType: /^text\/plain/ },
  {
    name: 'URLSearchParams',
    make: () =>
      new URLSearchParams([
        ['a', 'x&y=z'],
        ['b', 'ü +'],
      ]),
    bytes: utf8('a=x%26y%3Dz&b=%C3%BC+%2B'),
    contentType: /^application\/x-www-form-urlencoded/,
  },
  { name: 'FormData', make: form, bytes: undefined, contentType: /^multipart\/form-data; boundary=/ },
  { name: 'Blob', make: () => new Blob([bytes], { type: 'image/png' }), bytes, contentType: /^image\/png$/ },
  { name: 'ArrayBuffer', make: () => bytes.slice().buffer, bytes, contentType: undefined },
  { name: 'Uint8Array of a larger buffer', make: view, bytes, contentType: undefined },
  { name: 'Buffer', make: () => Buffer.from(bytes), bytes, contentType: undefined },
  {
    name: 'ReadableStream',
    make: () => stream([bytes.slice(0, 3), bytes.slice(3)]),
    bytes,
    contentType: undefined,
    streams: true,
  },
  { name: 'async iterable', make: iterable, bytes, contentType: undefined, streams: true },
]

/** What the typed client makes of an object. */
export function json(value: unknown): BodyKind {
  const text = JSON.stringify(value)
  return { name: 'JSON', make: () => text, bytes: utf8(text), contentType: /^application\/json$/ }
}

/** A stream of these chunks. */
export function stream(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function form(): FormData {
  const data = new FormData()
  data.append('note', 'grüße\r\n--boundary')
  data.append('file', new Blob([bytes], { type: 'image/png' }), 'page "1".png')
  return data
}

function view(): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length + 4)
  larger.set(bytes, 2)
  return larger.subarray(2, 2 + bytes.length)
}

async function* iterable() {
  // One buffer for all chunks, as a careful reader of files does it.
  const chunk = Buffer.alloc(1)
  for (const byte of bytes) {
    chunk[0] = byte
    yield chunk
  }
}
