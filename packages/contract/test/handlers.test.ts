import { HttpResponse, http, RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ContractViolationError, createContractState, createHandlers } from '../src/index.ts'
import { archive, library } from './fixtures/library.ts'
import { callApi, passwordToken, requestToken, startHandlers } from './fixtures/start-handlers.ts'
import { client } from './fixtures/start-sandbox.ts'

const json = { 'content-type': 'application/json' }

test('there is one handler for each operation, of the msw that the test imports', () => {
  const { handlers } = createHandlers([library, archive])
  expect(handlers.every((handler) => handler instanceof RequestHandler)).toBe(true)
  expect(handlers.map(({ info }) => info.header)).toEqual([
    'POST https://login.library.example/token',
    'GET https://api.library.example/v1/books',
    'POST https://api.library.example/v1/books',
    'GET https://api.library.example/v1/books/{id}',
    'GET https://api.library.example/v1/books/newest',
    'GET https://api.library.example/v1/staff',
    'POST https://north.archive.example/v2/key',
    'GET https://north.archive.example/v2/scrolls',
    'GET https://north.archive.example/v2/office',
  ])
})

test('what keeps the document is answered with its example, on every server', async () => {
  const { contract } = startHandlers()
  const books = await callApi('/books')
  expect([books.status, books.headers.get('x-total'), books.headers.get('content-type')]).toEqual([
    200,
    '2',
    'application/vnd.library+json',
  ])
  expect(await books.json()).toEqual([{ title: 'One' }, { title: 'Two' }])
  expect(await (await callApi('/books', { headers: { accept: 'text/plain' } })).text()).toBe('One\nTwo')
  const newest = await callApi('/books/newest')
  expect([newest.status, await newest.text()]).toEqual([204, ''])
  const { access_token } = await passwordToken()
  for (const site of ['north', 'south']) {
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await fetch(`https://${site}.archive.example/v2/scrolls`, { headers })).status).toBe(200)
  }
  expect(contract.violations).toEqual([])
  expect(() => contract.assertKept()).not.toThrow()
})

test.each([
  ['a query parameter', '/books?limit=0', {}, '/query/limit minimum'],
  ['a header', '/books', { headers: { 'x-branch': 'MAIN' } }, '/headers/x-branch pattern'],
  ['a path parameter', '/books/twelve', {}, '/path/id type'],
  ['a body', '/books', { method: 'POST', body: '{}', headers: json }, '/body/title required'],
  [
    'a content type',
    '/books',
    { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } },
    '/headers/content-type content-type',
  ],
  ['a method', '/books', { method: 'DELETE' }, '/method method'],
  ['a path', '/boks', {}, '/path path'],
])('%s that breaks the document is answered with 400, recorded and thrown', async (_, path, init, broken) => {
  const onViolation = vi.fn()
  const { contract } = startHandlers({ onViolation })
  const response = await callApi(path, init)
  const named = contract.violations.map(({ pointer, rule }) => `${pointer} ${rule}`)
  expect([response.status, named]).toEqual([400, [broken]])
  expect(onViolation.mock.calls).toEqual(contract.violations.map((violation) => [violation]))
  const [pointer] = broken.split(' ')
  expect(await response.json()).toMatchObject({ violations: [{ pointer }] })
  expect(() => contract.assertKept()).toThrow(ContractViolationError)
})

test.each(['HEAD', 'OPTIONS', 'PATCH'])('%s is a violation where it is not documented', async (method) => {
  const { contract } = startHandlers()
  const response = await callApi('/books', { method })
  expect([response.status, response.headers.get('allow')]).toEqual([400, 'GET, POST'])
  expect(contract.assertKept).toThrow(`${method} /books: /method must be GET or POST (method, Library)`)
})

test('the error says which operation of which document, where and what, without values', async () => {
  const { contract } = startHandlers()
  await callApi('/books', {
    method: 'POST',
    body: '{"title":"a-secret","pages":"another-secret"}',
    headers: json,
  })
  await callApi('/nothing/secret?key=a-secret')
  const error = await Promise.resolve()
    .then(contract.assertKept)
    .catch((thrown) => thrown)
  expect(error).toMatchObject({ name: 'ContractViolationError', violations: contract.violations })
  expect(error.message).toBe(`The contract was broken:
POST /books: /body/pages must be integer (type, Library)
GET /v1/nothing/secret: /path must be documented; a handler of your own goes before these (path, Library)`)
  expect(contract.violations).toMatchObject([{ operationId: 'addBook' }, { operationId: undefined }])
})

test('each violation is thrown once and stays in the list', async () => {
  const { contract } = startHandlers()
  await callApi('/books?limit=0')
  expect(contract.assertKept).toThrow('/query/limit')
  expect(contract.assertKept).not.toThrow()
  await callApi('/books/twelve')
  expect(contract.assertKept).toThrow(
    /broken:\nGET \/books\/{id}: \/path\/id must be integer \(type, Library\)$/,
  )
  expect(contract.violations).toHaveLength(2)
})

test('a token request that breaks its document is a violation, a refused client is none', async () => {
  const { contract } = startHandlers({ state: createContractState({ clients: [client] }) })
  expect(
    (await requestToken({ grant_type: 'client_credentials' }, { authorization: 'Basic YTpi' })).status,
  ).toBe(401)
  expect(contract.violations).toEqual([])
  expect((await requestToken({ grant_type: 'password', username: 'ada' })).status).toBe(400)
  expect(contract.violations).toMatchObject([{ operationId: 'createToken', pointer: '/body/password' }])
  const key = await fetch('https://north.archive.example/v2/key', {
    method: 'POST',
    body: '{}',
    headers: json,
  })
  expect([key.status, Object.keys((await key.json()) as object)]).toEqual([400, ['violations']])
})

test('a secured operation wants a token that lives; tokens expire, rotate and are revoked', async () => {
  let now = 0
  const state = createContractState({ tokenLifetimeSeconds: 60, clock: { now: () => now } })
  const { contract } = startHandlers({ state })
  expect((await callApi('/books', {}, 'made-up')).status).toBe(401)
  const first = await passwordToken()
  expect((await callApi('/books', {}, first.access_token)).status).toBe(200)
  now += 60_000
  const expired = await callApi('/books', {}, first.access_token)
  expect([expired.status, await expired.json()]).toEqual([401, { message: 'Show your card.' }])
  const refresh = async (refresh_token: string) =>
    requestToken({ grant_type: 'refresh_token', refresh_token })
  const second = (await (await refresh(first.refresh_token)).json()) as typeof first
  expect((await callApi('/books', {}, second.access_token)).status).toBe(200)
  expect(await (await refresh(first.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
  expect((await callApi('/books', {}, second.access_token)).status).toBe(401)
  const third = await passwordToken()
  contract.state.tokens.revokeAll()
  expect((await callApi('/books', {}, third.access_token)).status).toBe(401)
  expect([contract.state, contract.violations]).toEqual([state, []])
})

test('handlers that are given the same state know the same tokens', async () => {
  const state = createContractState()
  const { server } = startHandlers({ state })
  const { access_token } = await passwordToken()
  const contract = createHandlers([library, archive], { state, overrides: { 'GET /books': { status: 405 } } })
  server.use(...contract.handlers)
  expect((await callApi('/books', {}, access_token)).status).toBe(405)
  server.use(...createHandlers(library).handlers)
  expect((await callApi('/books', {}, access_token)).status).toBe(401)
  expect(contract.state).toBe(state)
})

test('a handler of your own goes before the ones of the contract, of other origins anywhere', async () => {
  const contract = createHandlers(library)
  const cellar = http.get('https://api.library.example/v1/cellar', () => new Response('wine'))
  const elsewhere = http.get('https://elsewhere.example/', () => new Response('there'))
  const server = setupServer(cellar, ...contract.handlers, elsewhere)
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
  expect(await (await callApi('/cellar')).text()).toBe('wine')
  expect(await (await fetch('https://elsewhere.example/')).text()).toBe('there')
  expect(contract.violations).toEqual([])
})

test("listeners of msw's events can read the body too", async () => {
  const { server } = startHandlers()
  const seen: string[] = []
  server.events.on('response:mocked', async ({ request }) => void seen.push(await request.clone().text()))
  await callApi('/books', { method: 'POST', body: '{"title":"a"}', headers: json })
  await vi.waitFor(() => expect(seen).toContain('{"title":"a"}'))
})

test.each([
  ['a connection that fails', () => HttpResponse.error(), 'TypeError'],
  ['half a JSON', () => new HttpResponse('{"access_', { headers: json }), '{"access_'],
])(
  '%s comes from a handler before these, for one request, and is no violation',
  async (_, answer, expected) => {
    const { contract, server } = startHandlers()
    server.use(http.post('https://login.library.example/token', answer, { once: true }))
    const failed = requestToken({ grant_type: 'client_credentials' }).then((response) => response.text())
    expect(await failed.catch(({ name }: Error) => name)).toBe(expected)
    expect((await requestToken({ grant_type: 'client_credentials' })).status).toBe(200)
    expect(contract.assertKept).not.toThrow()
  },
)
