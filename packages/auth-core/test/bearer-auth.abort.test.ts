import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import type { AccessToken } from '../src/token.ts'
import { createTokenSource } from '../src/token-source.ts'

const origin = 'https://api.example.com'
const ok: Fetch = async () => new Response('{}')

/** A source whose token call ends when `answer` is called. */
function gatedSource() {
  let answer = (): void => {}
  const gate = new Promise<void>((resolve) => {
    answer = resolve
  })
  const log = { calls: 0, answer }
  const grant = {
    identity: () => ['gated'],
    async requestToken() {
      log.calls++
      await gate
      return { accessToken: `token-${log.calls}`, lifetimeMs: 3_600_000 }
    },
  }
  return { log, tokens: createTokenSource({ grant }) }
}

describe('an aborted request', () => {
  test('B03 ends at once with the reason of its signal; the token call serves the others', async () => {
    const { log, tokens } = gatedSource()
    const fetch = createAuthFetch({ tokens, origins: [origin], fetch: ok })
    const controller = new AbortController()
    const reason = new Error('the user left')
    const leaving = fetch(`${origin}/items`, { signal: controller.signal })
    const staying = Array.from({ length: 9 }, () => fetch(`${origin}/items`))
    controller.abort(reason)
    await expect(leaving).rejects.toBe(reason)
    log.answer()
    expect((await Promise.all(staying)).map(({ status }) => status)).toEqual(Array(9).fill(200))
    expect(log.calls).toBe(1)
  })

  test('B03 the same for the signal of a Request', async () => {
    const { log, tokens } = gatedSource()
    const fetch = createAuthFetch({ tokens, origins: [origin], fetch: ok })
    const controller = new AbortController()
    const leaving = fetch(new Request(`${origin}/items`, { signal: controller.signal }))
    controller.abort(new Error('gone'))
    await expect(leaving).rejects.toThrow('gone')
    log.answer()
    expect((await fetch(`${origin}/items`)).status).toBe(200)
    expect(log.calls).toBe(1)
  })

  test('B03 that was aborted before it began makes no token call and no API call', async () => {
    const { log, tokens } = gatedSource()
    let apiCalls = 0
    const counting: Fetch = async () => new Response(String(apiCalls++))
    const fetch = createAuthFetch({ tokens, origins: [origin], fetch: counting })
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(fetch(`${origin}/items`, { signal })).rejects.toThrow('too late')
    expect({ tokenCalls: log.calls, apiCalls }).toEqual({ tokenCalls: 0, apiCalls: 0 })
  })

  test('B03 that was aborted before it began does not touch its body', async () => {
    let pulls = 0
    const body = new ReadableStream<Uint8Array>({ pull: () => void pulls++ }, { highWaterMark: 0 })
    const fetch = createAuthFetch({ tokens: gatedSource().tokens, origins: [origin], fetch: ok })
    const signal = AbortSignal.abort(new Error('too late'))
    const request = new Request(`${origin}/items`, { method: 'POST', body, duplex: 'half', signal })
    await expect(fetch(request)).rejects.toThrow('too late')
    expect(pulls).toBe(0)
  })

  test('B03 neither waits for a source of one’s own that knows no signals, nor asks it too late', async () => {
    const controller = new AbortController()
    let asked = 0
    const tokens = {
      getToken() {
        asked++
        setImmediate(() => controller.abort(new Error('gone')))
        return new Promise<AccessToken>(() => {})
      },
    }
    const fetch = createAuthFetch({ tokens, origins: [origin], fetch: ok })
    const { signal } = controller
    await expect(fetch(`${origin}/items`, { signal })).rejects.toThrow('gone')
    await expect(fetch(`${origin}/items`, { signal })).rejects.toThrow('gone')
    expect(asked).toBe(1)
  })

  test('B03 ends while its second token is being fetched, and the token call goes on', async () => {
    const { log, tokens } = gatedSource()
    const controller = new AbortController()
    const first: AccessToken = { accessToken: 'old', tokenType: 'Bearer' }
    let refused = (): void => {}
    const sawRefusal = new Promise<void>((resolve) => {
      refused = resolve
    })
    let asked = 0
    const source = {
      ...tokens,
      peek: () => undefined,
      getToken: (options = {}) => {
        if (asked++ === 0) return Promise.resolve(first)
        refused()
        return tokens.getToken(options)
      },
    }
    const fetch = createAuthFetch({
      tokens: source,
      origins: [origin],
      fetch: async () => new Response(null, { status: 401 }),
    })
    const leaving = fetch(`${origin}/items`, { signal: controller.signal })
    await sawRefusal
    controller.abort(new Error('gone'))
    await expect(leaving).rejects.toThrow('gone')
    log.answer()
    expect((await tokens.getToken()).accessToken).toBe('token-1')
    expect(log.calls).toBe(1)
  })

  test.each(['never', {}] as const)(
    'B03 tells the stream in a Request that nobody will read it, with replay: %j',
    async (replay) => {
      const controller = new AbortController()
      const reason = new Error('gone')
      const told: unknown[] = []
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => stream.enqueue(new Uint8Array(3)),
        pull: () => new Promise(() => {}),
        cancel: (why) => void told.push(why),
      })
      const { tokens } = gatedSource()
      const fetch = createAuthFetch({ tokens, origins: [origin], fetch: ok, replay })
      const { signal } = controller
      const request = new Request(`${origin}/items`, { method: 'POST', body, duplex: 'half', signal })
      const leaving = fetch(request)
      setImmediate(() => controller.abort(reason))
      await expect(leaving).rejects.toBe(reason)
      expect(told).toEqual([reason])
    },
  )

  test('B03 ends while a slow body is being read for the second try', async () => {
    const { log, tokens } = gatedSource()
    log.answer()
    const controller = new AbortController()
    const endless = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(3)) })
    const fetch = createAuthFetch({
      tokens,
      origins: [origin],
      async fetch() {
        queueMicrotask(() => controller.abort(new Error('gone')))
        return new Response(null, { status: 401 })
      },
    })
    const leaving = fetch(`${origin}/items`, {
      method: 'POST',
      body: endless,
      signal: controller.signal,
      duplex: 'half',
    })
    await expect(leaving).rejects.toThrow('gone')
  })
})
