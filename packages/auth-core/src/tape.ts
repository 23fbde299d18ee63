import type { ReplayableBody } from './replayable-body.ts'

/**
 * A stream that is passed on while a copy of what went by is kept, as long as that is little. The caller's stream is
 * let go only when nobody will read the rest: whoever sends the first copy may give up before a 401 asks for it again.
 */
export function createTape(
  source: AsyncIterable<unknown>,
  { maxBytes = 1024 * 1024 }: { readonly maxBytes?: number },
): ReplayableBody {
  const iterator = source[Symbol.asyncIterator]()
  const unsent: Uint8Array[] = []
  let kept: Uint8Array[] | undefined = []
  let ended = false
  let broken: { readonly error: unknown } | undefined
  let abandoned = false
  let released = false
  let bytes = 0

  /** One chunk more, behind those that wait: two readers at once must not change their order. */
  async function read(): Promise<void> {
    const { done, value } = await next()
    if (done) {
      ended = true
      return
    }
    const chunk = bytesOf(value)
    bytes += chunk.byteLength
    if (bytes > maxBytes) kept = undefined
    kept?.push(chunk.slice())
    unsent.push(chunk)
  }

  // An iterator that has failed says "done" to whoever asked meanwhile: that is not the end of the body.
  async function next(): Promise<IteratorResult<unknown>> {
    let result: IteratorResult<unknown> | undefined
    try {
      result = await iterator.next()
    } catch (error) {
      broken ??= { error }
    }
    if (broken !== undefined) throw broken.error
    return result as IteratorResult<unknown>
  }

  function letGo(): void {
    if (abandoned && released && !ended) void letGoOf(iterator)
  }

  const first = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (unsent.length === 0) await read()
        const chunk = unsent.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
      cancel() {
        abandoned = true
        letGo()
      },
    },
    { highWaterMark: 0 },
  )
  return {
    first,
    async again() {
      while (!ended && kept !== undefined) await read()
      return kept && { body: concatenated(kept, bytes) }
    },
    release() {
      released = true
      kept = undefined
      letGo()
    },
  }
}

// Somebody else's iterator: it may throw, or return what is no promise.
async function letGoOf(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.()
  } catch {}
}

// A copy: whoever makes the chunks may use one buffer for all of them.
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (typeof value === 'string') return new TextEncoder().encode(value)
  throw new TypeError('A body stream yields neither bytes (Uint8Array) nor text')
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
