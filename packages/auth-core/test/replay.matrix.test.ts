import type { Middleware } from 'openapi-fetch'
import { Agent, Dispatcher1Wrapper } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AuthFetchOptions, createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import { createProviderClient } from '../src/openapi.ts'
import type { ItemPaths } from './item-paths.ts'
import { guardedServer, type Recorded } from './recording-server.ts'
import { type BodyKind, bodyKinds } from './replay-bodies.ts'
import { tokenRealm } from './token-realm.ts'

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

type Setting = Pick<AuthFetchOptions, 'fetch' | 'middleware'> & {
  readonly init?: Record<string, unknown>
  /** openapi-fetch's own kind; the auth fetch knows nothing of it. */
  readonly onRequest?: Middleware['onRequest']
}

/** The ways in which a request may be set up around ours. */
const settings: Record<string, () => Setting> = {
  alone: () => ({}),
  'a middleware that makes a new Request': () => ({
    middleware: [
      (request, next) => next(new Request(request, { headers: [...request.headers, ['x-added', 'yes']] })),
    ],
  }),
  'a middleware that reads the headers': () => ({
    middleware: [
      (request, next) => {
        request.headers.set('x-added', 'yes')
        return next(request)
      },
    ],
  }),
  'an openapi-fetch middleware that makes a new Request': () => ({
    onRequest: ({ request }) => new Request(request, { headers: [...request.headers, ['x-added', 'yes']] }),
  }),
  'an openapi-fetch middleware that sets a header': () => ({
    onRequest: ({ request }) => request.headers.set('x-added', 'yes'),
  }),
  'a dispatcher of one’s own': () => ({ init: { dispatcher: markingDispatcher() } }),
  'a dispatcher of one’s own, and a middleware that makes a new Request': () => ({
    init: { dispatcher: markingDispatcher() },
    middleware: [(request, next) => next(new Request(request))],
  }),
  'a fetch of one’s own': () => ({ fetch: (input, init) => globalThis.fetch(input, init) }),
}

/** Adds a header, so that the server sees by which way a request came. */
function markingDispatcher() {
  const agent = new Agent()
  onTestFinished(() => agent.destroy())
  const marking = agent.compose((dispatch) => (options, handler) => {
    const headers = { ...options.headers, 'x-dispatcher': 'ours' }
    return dispatch({ ...options, headers }, handler)
  })
  return new Dispatcher1Wrapper(marking)
}

async function refusedOnce(setting: Setting) {
  const realm = tokenRealm()
  await realm.tokens.getToken()
  realm.revoke('token-1')
  const { origin, requests } = await guardedServer(realm.accepts)
  const { init, onRequest, ...options } = setting
  const fetch = createAuthFetch({ tokens: realm.tokens, origins: [origin], ...options })
  const client = createProviderClient<ItemPaths>({
    tokens: realm.tokens,
    baseUrl: origin,
    ...options,
    ...(init && { requestInitExt: init }),
  })
  if (onRequest) client.use({ onRequest })
  onTestFinished(() => {
    const expected = init === undefined ? undefined : 'ours'
    expect(requests.map(({ headers }) => headers['x-dispatcher'])).toEqual([expected, expected])
  })
  const withInit: Fetch = (input, more) => fetch(input, { ...more, ...init })
  return { origin, requests, client, fetch: withInit }
}

/** What arrived, twice and the same, with the old token and with the new one. */
function expectReplayed(requests: readonly Recorded[], method: string, kind?: BodyKind): void {
  const [first, second, ...more] = requests
  expect(more).toEqual([])
  expect([first?.method, second?.method]).toEqual([method, method])
  expect([first?.headers.authorization, second?.headers.authorization]).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
  expect(second?.body).toEqual(first?.body)
  expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
  if (kind?.bytes !== undefined) expect(first?.body).toEqual(Buffer.from(kind.bytes))
  if (kind === undefined) expect(first?.body).toHaveLength(0)
}

const forAuthFetch = Object.entries(settings).filter(([name]) => !name.startsWith('an openapi-fetch'))

describe.each(forAuthFetch)('B14 through createAuthFetch, %s', (_, setting) => {
  const rows = METHODS.flatMap((method) => bodyKinds.map((kind) => ({ method, name: kind.name, kind })))

  test.each(rows)('B14 a $name body is byte-equal on replay of $method', async ({ method, kind }) => {
    const { origin, requests, fetch } = await refusedOnce(setting())
    const body = kind.make()
    const response = await fetch(`${origin}/items`, { method, body, duplex: 'half' })
    expect(response.status).toBe(200)
    expectReplayed(requests, method, kind)
    if (kind.contentType) expect(requests[1]?.headers['content-type']).toMatch(kind.contentType)
    if (kind.name === 'FormData') await expectWholeForm(requests[1])
  })

  test('B14 a GET without a body has none on replay', async () => {
    const { origin, requests, fetch } = await refusedOnce(setting())
    expect((await fetch(`${origin}/items`)).status).toBe(200)
    expectReplayed(requests, 'GET')
  })
})

describe.each(Object.entries(settings))('B14 through createProviderClient, %s', (_, setting) => {
  const rows = METHODS.flatMap((method) => bodyKinds.map((kind) => ({ method, name: kind.name, kind })))

  test.each(rows)('B14 a $name body is byte-equal on replay of $method', async ({ method, kind }) => {
    const { requests, client } = await refusedOnce(setting())
    const made = kind.make()
    const call = client[method] as typeof client.POST
    const { data } = await call('/items', {
      body: { id: 'replaced by the serializer' },
      bodySerializer: () => made,
      duplex: 'half',
    })
    expect(data).toEqual({ ok: true })
    expectReplayed(requests, method, kind)
    if (kind.name === 'FormData') await expectWholeForm(requests[1])
  })

  test.each(METHODS)('B14 a JSON body is byte-equal on replay of %s', async (method) => {
    const { requests, client } = await refusedOnce(setting())
    const call = client[method] as typeof client.POST
    await call('/items', { body: { id: 'ü&+' } })
    expectReplayed(requests, method, json({ id: 'ü&+' }))
    expect(requests[1]?.headers['content-type']).toBe('application/json')
  })

  test('B14 a GET without a body has none on replay', async () => {
    const { requests, client } = await refusedOnce(setting())
    await client.GET('/items')
    expectReplayed(requests, 'GET')
  })
})

function json(value: unknown): BodyKind {
  const text = JSON.stringify(value)
  return { name: 'JSON', make: () => text, bytes: Buffer.from(text), contentType: /json/ }
}

async function expectWholeForm(request: Recorded | undefined): Promise<void> {
  const headers = { 'content-type': request?.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData()
  expect(form.get('note')).toBe('grüße\r\n--boundary')
  expect(form.get('file')).toMatchObject({ size: 8, type: 'image/png' })
}
