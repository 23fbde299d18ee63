import { describe, expect, test } from 'vitest'
import type { FetchBody } from '../src/fetch.ts'
import { createTape } from '../src/tape.ts'

/** A source of these chunks, then of nothing or without end; knows how often it was asked, and whether it was let go. */
function source(chunks: readonly unknown[], { endless = false } = {}) {
  const seen = { reads: 0, returned: 0 }
  const iterator = {
    async next() {
      const value = chunks[seen.reads++] ?? (endless ? new Uint8Array(4) : undefined)
      return { done: value === undefined, value }
    },
    async return() {
      seen.returned++
      return { done: true as const, value: undefined }
    },
  }
  return { seen, iterable: { [Symbol.asyncIterator]: () => iterator } as AsyncIterable<unknown> }
}

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = async (body: unknown) => new Response(body as FetchBody).text()
const repeated = async (tape: ReturnType<typeof createTape>) => textOf((await tape.again())?.body)

describe('what went by', () => {
  test('B14 is had again: bytes and text, also from a buffer that is used for every chunk', async () => {
    const buffer = bytes('one,')
    const reusing = {
      async *[Symbol.asyncIterator]() {
        yield buffer
        buffer.set(bytes('two,'))
        yield buffer
        yield 'drei ü'
      },
    }
    const tape = createTape(reusing, {})
    expect(await textOf(tape.first)).toBe('one,two,drei ü')
    expect(await repeated(tape)).toBe('one,two,drei ü')
  })

  test('B14 is had again where whoever sent it has wiped the first copy', async () => {
    const tape = createTape(source([bytes('one,'), bytes('two')]).iterable, {})
    for await (const chunk of tape.first as AsyncIterable<Uint8Array>) chunk.fill(0)
    expect(await repeated(tape)).toBe('one,two')
  })

  test('B14 is had again where the first copy was given up half-way, or never begun', async () => {
    for (const reads of [0, 1, 2]) {
      const { seen, iterable } = source([bytes('one,'), bytes('two')])
      const tape = createTape(iterable, {})
      const reader = (tape.first as ReadableStream).getReader()
      for (let read = 0; read < reads; read++) await reader.read()
      await reader.cancel()
      expect(await repeated(tape)).toBe('one,two')
      tape.release()
      expect(seen.returned).toBe(0)
    }
  })

  test('B14 is passed on to the first copy too where it was read ahead', async () => {
    const tape = createTape(source([bytes('one,'), bytes('two')]).iterable, {})
    const first = textOf(tape.first)
    expect(await repeated(tape)).toBe('one,two')
    expect(await first).toBe('one,two')
  })

  test('B14 beyond maxBytes is not had again, and of a source without end no more is read', async () => {
    const { seen, iterable } = source([], { endless: true })
    const tape = createTape(iterable, { maxBytes: 8 })
    expect(await tape.again()).toBeUndefined()
    expect(seen.reads).toBe(3)
  })
})

describe('a stream that fails', () => {
  test('B14 is not had again, whoever was waiting for it: its end is not the end of the body', async () => {
    async function* failing() {
      yield bytes('one,')
      await new Promise((resolve) => setImmediate(resolve))
      throw new Error('gone')
    }
    const tape = createTape(failing(), {})
    const first = textOf(tape.first)
    const again = repeated(tape)
    await expect(first).rejects.toMatchObject({ message: 'gone' })
    await expect(again).rejects.toMatchObject({ message: 'gone' })
    await expect(repeated(tape)).rejects.toMatchObject({ message: 'gone' })
  })
})

describe('the caller’s stream is let go', () => {
  test('B14 when the first copy was given up and nobody asks for it again, in either order', async () => {
    for (const order of ['cancel first', 'release first']) {
      const { seen, iterable } = source([], { endless: true })
      const tape = createTape(iterable, {})
      const cancel = () => (tape.first as ReadableStream).cancel()
      if (order === 'cancel first') await cancel()
      else tape.release()
      expect(seen.returned).toBe(0)
      if (order === 'cancel first') tape.release()
      else await cancel()
      expect(seen.returned).toBe(1)
    }
  })

  test.each([
    ['throws', () => Promise.reject(new Error('busy'))],
    ['is not asynchronous', () => ({ done: true, value: undefined })],
  ])('B04 B14 and nobody hears of it where its end %s', async (_, end) => {
    const forever = { next: async () => ({ done: false, value: bytes('x') }), return: end }
    const tape = createTape({ [Symbol.asyncIterator]: () => forever as AsyncIterator<unknown> }, {})
    await (tape.first as ReadableStream).cancel()
    expect(() => tape.release()).not.toThrow()
  })

  test('B14 also where it has no way to be told', async () => {
    const forgetful = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
    const tape = createTape(forgetful, {})
    await (tape.first as ReadableStream).cancel()
    expect(() => tape.release()).not.toThrow()
  })
})
