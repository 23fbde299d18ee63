import { afterEach, describe, expect, it, vi } from 'vitest'
import { createEventSink } from '../src/events.ts'
import { manualClock } from '../src/testing/manual-clock.ts'
import { exchange } from '../src/token-endpoint.ts'
import { refuse } from './token-endpoint-stub.ts'

const MIB = 1024 * 1024

afterEach(() => {
  vi.restoreAllMocks()
})

/** One token call that is answered so, and not to be tried again. */
function exchanged(answer: Response, request: { body?: string } = {}) {
  const clock = manualClock()
  const fetch = vi.fn(async (..._: unknown[]) => answer)
  const settled = exchange(
    { url: 'https://id.example/token', headers: {}, secrets: [], fetch, ...request },
    {
      clock,
      budgetMs: 30_000,
      spendingMs: 0,
      attemptTimeoutMs: 10_000,
      events: createEventSink(undefined),
      mayRetry: () => expect.unreachable('it is tried again'),
    },
  )
  return { settled, fetch, clock }
}

const inPieces = (bytes: Uint8Array, size: number) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })

describe('B20 the body of an answer', () => {
  it('B20 may be 1 MiB long', async () => {
    const { settled } = exchanged(new Response('{"a":1}'.padEnd(MIB)))
    expect(await settled).toMatchObject({ status: 200, body: { a: 1 } })
  })

  it('B20 is given up beyond, with an error that says so; nothing is tried again', async () => {
    const cancel = vi.fn()
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(MIB / 2 + 1)),
      cancel,
    })
    const { settled, fetch } = exchanged(new Response(body, { status: 201 }))
    await expect(settled).rejects.toMatchObject({
      code: 'malformed_token_response',
      message: expect.stringMatching(/id\.example\/token answered 201: .*1 MiB/),
      response: { status: 201 },
    })
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(cancel).toHaveBeenCalledTimes(1)
  })

  it('B20 a refusal is one also where its body is too long', async () => {
    const { settled } = exchanged(new Response(' '.repeat(MIB + 1), { status: 401 }))
    await expect(settled).rejects.toMatchObject({ code: 'client_rejected', response: { status: 401 } })
  })

  it('B20 may come in pieces that cut a character in two', async () => {
    const json = '{"scope":"lesen:ä schreiben:€"}'
    const { settled } = exchanged(new Response(inPieces(new TextEncoder().encode(json), 1)))
    expect((await settled).body).toEqual(JSON.parse(json))
  })

  it.each([
    ['none', () => new Response(null, { status: 204 })],
    ['empty', () => new Response('')],
    ['no JSON', () => new Response('<html>')],
    ['cut off inside a character', () => new Response(new Uint8Array([0x22, 0xc3]))],
  ])('B20 where it is %s there is no JSON, and the success stands', async (_, answer) => {
    const { settled } = exchanged(answer())
    expect((await settled).body).toBeUndefined()
  })
})

describe('one attempt', () => {
  it('B23 leaves no timer and no listener behind', async () => {
    const { settled, fetch, clock } = exchanged(Response.json({}))
    await settled
    expect(clock.timers).toBe(0)
    expect(fetch).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ signal: expect.objectContaining({ aborted: true }) }),
    )
  })

  it.each([
    ['its body', { body: 'a=b' }, 'a=b'],
    ['no body where there is none', {}, null],
  ])('is sent with %s', async (_, request, body) => {
    const { settled, fetch } = exchanged(Response.json({}), request)
    await settled
    expect(fetch).toHaveBeenCalledWith(
      'https://id.example/token',
      expect.objectContaining({ method: 'POST', redirect: 'manual', body }),
    )
  })

  it('B08 whose Retry-After is the whole budget ends the call at once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { settled, clock } = exchanged(refuse(503, undefined, { 'retry-after': '30' }))
    await expect(settled).rejects.toMatchObject({ retryAfterMs: 30_000 })
    expect(clock.timers).toBe(0)
  })
})
