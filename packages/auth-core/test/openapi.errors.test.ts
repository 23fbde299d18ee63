import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { LatchkeyError } from '../src/errors.ts'
import { createProviderClient, type ProviderClientOptions } from '../src/openapi.ts'
import { staticToken } from '../src/static-token.ts'
import type { ItemPaths } from './item-paths.ts'
import { listen } from './recording-server.ts'

const tokens = staticToken('made-up-token')

async function answeredBy(listener: RequestListener, options: Partial<ProviderClientOptions> = {}) {
  const origin = await listen(listener)
  const client = createProviderClient<ItemPaths>({ tokens, baseUrl: `${origin}/v1`, ...options })
  return { origin, client, fetch: createAuthFetch({ tokens, origins: [origin] }) }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: LatchkeyError) => error,
  )

const json = { 'content-type': 'application/json' }

const html: RequestListener = (_, response) => response.end('<!doctype html><title>Sign in</title>')
const waiting: RequestListener = (_, response) => response.writeHead(200, json).write('{')

/** What goes wrong half-way through a body. */
const brokenBodies: Record<string, RequestListener> = {
  'HTML in place of JSON': html,
  'JSON that breaks off': (_, response) => response.writeHead(200, json).end('{"id":"1","na'),
  'JSON that breaks off, with a length': (_, response) =>
    response.writeHead(200, { ...json, 'content-length': 5 }).end('{"id"'),
  'a body that is reset half-way': (_, response) => {
    response.writeHead(200, { ...json, 'content-length': 100 }).write('{"id":"1"', () => response.destroy())
  },
}

describe('an answer that cannot be read', () => {
  test.each(Object.entries(brokenBodies))('B20 %s is malformed_response', async (_, listener) => {
    const { origin, client } = await answeredBy(listener)
    const error = await failureOf(client.POST('/items', { body: { id: '1' } }))
    expect(error.code).toBe('malformed_response')
    expect(error.message).toContain(`POST ${origin}/v1/items answered 200`)
    expect(error.message).not.toMatch(/\n|doctype|"id"/)
    expect(error.response).toEqual({ status: 200 })
  })

  test('B20 an error answer that is reset half-way names its own status', async () => {
    const { client } = await answeredBy((_, response) => {
      response.writeHead(503, { 'content-length': 100 }).write('{', () => response.destroy())
    })
    const error = await failureOf(client.GET('/items'))
    expect(error).toMatchObject({ code: 'malformed_response', response: { status: 503 } })
    expect(error.message).toContain('answered 503')
  })

  test('B20 an error answer in HTML is an error as openapi-fetch has it, not an exception', async () => {
    const { client } = await answeredBy((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'))
    const { data, error, response } = await client.GET('/items')
    expect({ data, error, status: response.status }).toEqual({
      data: undefined,
      error: '<h1>Bad gateway</h1>',
      status: 502,
    })
  })

  test('B20 another media type is read with parseAs', async () => {
    const { client } = await answeredBy((_, response) => response.end('<p>hello</p>'))
    const { data } = await client.GET('/items', { parseAs: 'text' })
    expect(data).toBe('<p>hello</p>')
  })

  test('B20 an empty answer is no data', async () => {
    const { client } = await answeredBy((_, response) => response.writeHead(200).end())
    expect((await client.GET('/items')).data).toBeUndefined()
  })

  test('B20 what a fetch of one’s own answers without a URL is named by the request', async () => {
    const { origin, client } = await answeredBy(() => {}, { fetch: async () => new Response('<html>') })
    const error = await failureOf(client.GET('/items'))
    expect(error.message).toContain(`GET ${origin}/v1/items answered 200`)
  })

  test('B20 a mistake in the user’s own middleware is not blamed on the API', async () => {
    const { client } = await answeredBy((_, response) => response.end('{}'))
    const mistake = new TypeError('undefined is not a function')
    client.use({
      onResponse() {
        throw mistake
      },
    })
    expect(await failureOf(client.GET('/items'))).toBe(mistake)
  })
})

describe('an API that gives no answer', () => {
  test('B20 network down is api_unreachable, with method and place', async () => {
    const { origin, client } = await answeredBy((incoming) => incoming.socket.destroy())
    const error = await failureOf(client.DELETE('/items'))
    expect(error.code).toBe('api_unreachable')
    expect(error.message).toContain(`DELETE ${origin}/v1/items`)
    expect(error.message).not.toContain('\n')
    expect(error.cause).toBeInstanceOf(Error)
  })

  test('B20 a port where nobody listens says so in the cause', async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    await once(server.close(), 'close')
    const client = createProviderClient<ItemPaths>({ tokens, baseUrl: `http://127.0.0.1:${port}` })
    const error = await failureOf(client.GET('/items'))
    expect(error).toMatchObject({ code: 'api_unreachable', cause: { code: 'ECONNREFUSED' } })
  })

  test.each([
    ['before the head', () => {}],
    ['in the body', waiting],
  ] as [string, RequestListener][])('B20 timeoutMs ends it %s', async (_, listener) => {
    const { origin, client } = await answeredBy(listener, { timeoutMs: 50.5 })
    const error = await failureOf(client.GET('/items'))
    expect(error.code).toBe('api_unreachable')
    expect(error.message).toContain(`GET ${origin}/v1/items gave no whole answer within timeoutMs`)
  })

  test('B20 timeoutMs may be longer than a timer can count', async () => {
    const { client } = await answeredBy((_, response) => response.end('{}'), { timeoutMs: 1e12 })
    expect((await client.GET('/items')).data).toEqual({})
  })

  test('B03 the caller’s own AbortSignal.timeout is not taken for timeoutMs', async () => {
    for (const listener of [() => {}, waiting]) {
      const { client } = await answeredBy(listener)
      const error = await failureOf(client.GET('/items', { signal: AbortSignal.timeout(30) }))
      expect(error.name).toBe('TimeoutError')
    }
  })

  test('B03 the caller’s own abort comes through with its reason, before the head and in the body', async () => {
    for (const listener of [() => {}, waiting]) {
      const { client } = await answeredBy(listener, { timeoutMs: 60_000 })
      const controller = new AbortController()
      const call = failureOf(client.GET('/items', { signal: controller.signal }))
      setImmediate(() => controller.abort(new Error('the user left')))
      expect((await call).message).toBe('the user left')
    }
  })
})

describe('createAuthFetch', () => {
  test('B20 lets the API’s own rejection and body failure through', async () => {
    const { origin, fetch } = await answeredBy((incoming) => incoming.socket.destroy())
    await expect(fetch(origin)).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: 'fetch failed' }),
    )
    const broken = await answeredBy(html)
    const response = await broken.fetch(broken.origin)
    await expect(response.json()).rejects.toBeInstanceOf(SyntaxError)
  })

  test('B20 lets the token source’s error through as it is', async () => {
    const failure = new Error('no token today')
    const source = { getToken: () => Promise.reject(failure) }
    const origin = 'https://api.example.com'
    await expect(createAuthFetch({ tokens: source, origins: [origin] })(origin)).rejects.toBe(failure)
    const client = createProviderClient<ItemPaths>({ tokens: source, baseUrl: origin })
    await expect(client.GET('/items')).rejects.toBe(failure)
  })
})
