import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { type AuthFetchOptions, createAuthFetch } from '../src/auth-fetch.ts'
import { guardedServer, listen, recordingServer } from './recording-server.ts'
import { stream } from './replay-bodies.ts'
import { tokenRealm } from './token-realm.ts'

const MEBIBYTE = 1024 * 1024

async function refusedOnce(options: Partial<AuthFetchOptions> = {}) {
  const realm = tokenRealm()
  await realm.tokens.getToken()
  realm.revoke('token-1')
  const { origin, requests } = await guardedServer(realm.accepts)
  const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin], ...options })
  const post = (body: RequestInit['body'] & {}) =>
    fetch(`${origin}/items`, { method: 'POST', body, duplex: 'half' })
  return { realm, origin, requests, fetch, post, lengths: () => requests.map(({ body }) => body.length) }
}

const streamOf = (length: number) => stream([new Uint8Array(length - 1).fill(7), new Uint8Array([8])])

describe('a stream as a body', () => {
  test.each([
    { length: MEBIBYTE, sent: [MEBIBYTE, MEBIBYTE], status: 200 },
    { length: MEBIBYTE + 1, sent: [MEBIBYTE + 1], status: 401 },
  ])(
    'B14 of $length bytes is sent $sent and answered $status, by default',
    async ({ length, sent, status }) => {
      const { post, lengths } = await refusedOnce()
      expect((await post(streamOf(length))).status).toBe(status)
      expect(lengths()).toEqual(sent)
    },
  )

  test.each([
    { length: 10, sent: [10, 10], status: 200 },
    { length: 11, sent: [11], status: 401 },
  ])('B14 of $length bytes with maxBytes 10 is sent $sent', async ({ length, sent, status }) => {
    const { realm, post, lengths } = await refusedOnce({ replay: { maxBytes: 10 } })
    expect((await post(streamOf(length))).status).toBe(status)
    expect(lengths()).toEqual(sent)
    // Replayed or not, the token is known to be dead.
    expect((await realm.tokens.getToken()).accessToken).toBe('token-2')
  })

  test.each(['text', 'stream', 'form'])('B14 with replay: "never" a %s is sent once, whole', async (kind) => {
    const { post, requests } = await refusedOnce({ replay: 'never' })
    const form = new FormData()
    form.append('name', 'value')
    const body = kind === 'text' ? 'abc' : kind === 'form' ? form : streamOf(3)
    const response = await post(body)
    expect(response.status).toBe(401)
    expect(await response.text()).toBe('{"ok":true}')
    expect(requests).toHaveLength(1)
    expect(requests[0]?.body.length).toBeGreaterThanOrEqual(3)
  })

  test('B14 with replay: "never" a form is fetch’s to encode', async () => {
    const bodies: unknown[] = []
    const { post } = await refusedOnce({
      replay: 'never',
      fetch: async (_, init) => {
        bodies.push(init?.body)
        return new Response()
      },
    })
    await post(new FormData())
    expect(bodies).toEqual([expect.any(FormData)])
  })

  test('B15 with replay: "never" a redirect that would repeat a stream is the answer', async () => {
    const { origin, requests } = await recordingServer((_, response) =>
      response.writeHead(307, { location: '/to' }).end(),
    )
    const fetch = createAuthFetch({ tokens: tokenRealm().tokens, origins: [origin], replay: 'never' })
    const response = await fetch(`${origin}/from`, { method: 'POST', body: streamOf(3), duplex: 'half' })
    expect(response.status).toBe(307)
    expect(requests.map(({ url, body }) => [url, body.length])).toEqual([['/from', 3]])
  })

  test('B14 in a Request that a middleware made: beyond maxBytes it goes out whole, once', async () => {
    const { post, requests } = await refusedOnce({
      replay: { maxBytes: 10 },
      middleware: [(request, next) => next(new Request(request))],
    })
    const chunks = Array.from({ length: 8 }, (_, index) => new Uint8Array(3).fill(index))
    expect((await post(stream(chunks))).status).toBe(401)
    expect(requests.map(({ body }) => body)).toEqual([Buffer.concat(chunks)])
  })

  test('B14 that is slow, with a 401 before its end, is sent whole with the next token', async () => {
    const realm = tokenRealm()
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const bodies: string[] = []
    let continueBody = (): void => {}
    const origin = await listen(async (incoming, response) => {
      if (!realm.accepts(incoming.headers.authorization)) {
        await once(incoming, 'data')
        response.writeHead(401).end()
        return
      }
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      bodies.push(Buffer.concat(chunks).toString())
      response.end()
    })
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('first,'))
        continueBody = () => {
          controller.enqueue(Buffer.from('second,'))
          controller.enqueue(Buffer.from('third'))
          controller.close()
        }
      },
    })
    const fetch = createAuthFetch({
      tokens: realm.tokens,
      origins: [origin],
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init)
        if (response.status === 401) continueBody()
        return response
      },
    })
    const response = await fetch(`${origin}/items`, { method: 'POST', body: slow, duplex: 'half' })
    expect(response.status).toBe(200)
    expect(bodies).toEqual(['first,second,third'])
  })

  test('B14 that fails fails the request; nothing is sent a second time', async () => {
    const { post, requests } = await refusedOnce()
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('the disk is gone')),
    })
    await expect(post(broken)).rejects.toThrow()
    expect(requests).toEqual([])
  })

  test.each([
    ['its 401', (response: ServerResponse) => response.writeHead(401)],
    ['a redirect', (response: ServerResponse) => response.writeHead(307, { location: '/elsewhere' })],
  ])('B14 that fails half-way, after %s: the half is not sent as the whole', async (_, refuse) => {
    let fail = () => {}
    const failed = new Promise<void>((resolve) => (fail = resolve))
    const requests: (string | undefined)[] = []
    const origin = await listen((incoming, response) => {
      requests.push(incoming.url)
      incoming.on('error', () => {}).once('data', () => refuse(response).end())
    })
    async function* body() {
      yield new TextEncoder().encode('first half,')
      await failed
      throw new Error('the client has gone')
    }
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: [origin],
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init)
        setImmediate(fail)
        return response
      },
    })
    const sent = fetch(`${origin}/items`, {
      method: 'POST',
      body: ReadableStream.from(body()),
      duplex: 'half',
    })
    await expect(sent).rejects.toThrow('the client has gone')
    expect(requests).toEqual(['/items'])
  })

  test('B14 is let go when no token can be had', async () => {
    const letGo: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void letGo.push(reason) })
    const fetch = createAuthFetch({
      tokens: { getToken: () => Promise.reject(new Error('no token')) },
      origins: ['https://api.example.com'],
    })
    const sent = fetch('https://api.example.com/', { method: 'POST', body: source, duplex: 'half' })
    await expect(sent).rejects.toThrow('no token')
    await new Promise((resolve) => setImmediate(resolve))
    expect(letGo).toHaveLength(1)
  })

  test('B14 of neither bytes nor text is refused by name', async () => {
    const { post } = await refusedOnce({ fetch: async (_, init) => new Response(init?.body ?? null) })
    const objects = new ReadableStream({ start: (controller) => controller.enqueue({ no: 'bytes' }) })
    const response = await post(objects)
    await expect(response.text()).rejects.toThrow('neither bytes')
  })
})
