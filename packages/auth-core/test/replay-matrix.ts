import type { Middleware } from 'openapi-fetch'
import { Agent, Dispatcher1Wrapper, fetch as undiciFetch } from 'undici'
import { expect } from 'vitest'
import type { AuthFetchOptions } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import { type Recorded, sharedRecordingServer } from './recording-server.ts'
import { type BodyKind, bodyKinds } from './replay-bodies.ts'
import { tokenRealm } from './token-realm.ts'

/** A way in which a request may be set up around ours. */
export interface Setting extends Pick<AuthFetchOptions, 'fetch' | 'middleware'> {
  /** What `fetch` takes and a Request does not show. */
  readonly init?: Record<string, unknown>
  /** Headers by which the server sees that a request came this way. */
  readonly mark: Record<string, string>
}

const added = { 'x-added': 'yes' }
const remade: Setting['middleware'] = [
  (request, next) =>
    next(new Request(request, { headers: { ...Object.fromEntries(request.headers), ...added } })),
]
const agent = new Agent().compose((dispatch) => (options, handler) => {
  const headers = { ...options.headers, 'x-dispatcher': 'ours' }
  return dispatch({ ...options, headers }, handler)
})
// What the platform's fetch is built on is older than npm's.
export const platformDispatcher = new Dispatcher1Wrapper(agent)
const dispatched = { 'x-dispatcher': 'ours' }
const npmFetch = undiciFetch as unknown as Fetch
const byNpm = { 'user-agent': 'undici' }

export const settings: Readonly<Record<string, Setting>> = {
  alone: { mark: { 'user-agent': 'node' } },
  'a middleware that makes a new Request': { middleware: remade, mark: added },
  'a middleware that sets a header': {
    middleware: [
      (request, next) => {
        request.headers.set('x-added', 'yes')
        return next(request)
      },
    ],
    mark: added,
  },
  'a dispatcher of one’s own': { init: { dispatcher: platformDispatcher }, mark: dispatched },
  'a dispatcher of one’s own, and a middleware that makes a new Request': {
    init: { dispatcher: platformDispatcher },
    middleware: remade,
    mark: { ...dispatched, ...added },
  },
  'the fetch of npm’s undici': { fetch: npmFetch, mark: byNpm },
  'the fetch of npm’s undici, and a dispatcher of one’s own': {
    fetch: npmFetch,
    init: { dispatcher: agent },
    mark: { ...byNpm, ...dispatched },
  },
  'the fetch of npm’s undici, and a middleware that makes a new Request': {
    fetch: npmFetch,
    middleware: remade,
    mark: { ...byNpm, ...added },
  },
}

/** openapi-fetch's own kind of middleware, which the auth fetch knows nothing of. */
export const hooks: Readonly<Record<string, Setting & Pick<Middleware, 'onRequest'>>> = {
  'an openapi-fetch middleware that makes a new Request': {
    onRequest: ({ request }) =>
      new Request(request, { headers: { ...Object.fromEntries(request.headers), ...added } }),
    mark: added,
  },
  'an openapi-fetch middleware that sets a header': {
    onRequest: ({ request }) => request.headers.set('x-added', 'yes'),
    mark: added,
  },
}

/** What each setting is tried with. */
export const rows = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).flatMap((method) =>
  bodyKinds.map((kind) => ({ method, name: kind.name, kind })),
)

/** A server that refuses the first token and takes the second one, and a source that has the first one in memory. */
export function refusingServer() {
  const server = sharedRecordingServer(({ headers }, response) => {
    const status = { 'Bearer token-1': 401, 'Bearer token-2': 200 }[headers.authorization ?? '']
    response.writeHead(status ?? 403, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
  return {
    server,
    async staleTokens() {
      const { tokens } = tokenRealm()
      await tokens.getToken()
      return tokens
    },
  }
}

/** Sees what arrived: twice and the same, with the old token and with the new one. */
export async function expectReplayed(
  requests: readonly Recorded[],
  method: string,
  { kind, mark = {} }: { readonly kind?: BodyKind; readonly mark?: Setting['mark'] } = {},
): Promise<void> {
  const [first, second] = requests
  const tokens = requests.map(({ headers }) => headers.authorization)
  expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2'])
  expect(requests).toMatchObject([
    { method, headers: mark },
    { method, headers: mark },
  ])
  expect(second?.body).toEqual(first?.body)
  expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
  if (kind === undefined) return expectNoBody(requests)
  if (kind.contentType === undefined) expect(second?.headers).not.toHaveProperty('content-type')
  else expect(second?.headers['content-type']).toMatch(kind.contentType)
  if (kind.bytes !== undefined) expect(first?.body).toEqual(Buffer.from(kind.bytes))
  if (kind.name === 'FormData') await expectWholeForm(second)
  expectLengths(requests, kind)
}

// Of a stream fetch knows no length, unless it is small and somebody has read it ahead.
function expectLengths(requests: readonly Recorded[], { streams }: BodyKind): void {
  for (const { headers, body } of requests) {
    if (headers['transfer-encoding'] === 'chunked') expect(streams).toBe(true)
    else expect(headers['content-length']).toBe(String(body.length))
  }
}

function expectNoBody(requests: readonly Recorded[]): void {
  for (const { body, headers } of requests) {
    expect(body).toHaveLength(0)
    expect(headers).not.toHaveProperty('content-length')
    expect(headers).not.toHaveProperty('transfer-encoding')
  }
}

async function expectWholeForm(request: Recorded | undefined): Promise<void> {
  const headers = { 'content-type': request?.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData()
  expect(form.get('note')).toBe('grüße\r\n--boundary')
  expect(form.get('file')).toMatchObject({ size: 8, type: 'image/png' })
}
