import { delay, http } from 'msw'
import { setupServer } from 'msw/node'
import { expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { createHandlers, type OverrideAnswer, type OverrideRequest, type Overrides } from '../src/index.ts'
import { library } from './fixtures/library.ts'
import type { paths } from './fixtures/library-paths.ts'
import { callApi, passwordToken, requestToken, startHandlers } from './fixtures/start-handlers.ts'
import { changed } from './fixtures/start-sandbox.ts'

test('an override answers in place of the success, a status alone with its documented example', async () => {
  startHandlers({
    overrides: {
      'GET /books': { status: 422 },
      'GET /books/{id}': { status: 200, body: { title: 'Mine' }, headers: { 'X-Own': '1' } },
    },
  })
  const books = await callApi('/books')
  expect([books.status, await books.json()]).toEqual([422, { message: 'What?' }])
  const book = await callApi('/books/3')
  expect([
    book.status,
    book.headers.get('x-own'),
    book.headers.get('content-type'),
    await book.json(),
  ]).toEqual([200, '1', 'application/json', { title: 'Mine' }])
})

test('the documented headers stay, and the media type is what Accept admits or the override names', async () => {
  const { contract, server } = startHandlers({ overrides: { 'GET /books': { status: 200, body: 'Mine' } } })
  const answered = async (accept: string) => {
    const { headers } = await callApi('/books', { headers: { accept } })
    return [headers.get('x-total'), headers.get('content-type')]
  }
  expect(await answered('text/plain')).toEqual(['2', 'text/plain'])
  expect(await answered('*/*')).toEqual(['2', 'application/vnd.library+json'])
  const headers = { 'x-total': '9' }
  server.use(...contract.override({ 'GET /books': { status: 200, mediaType: 'text/plain', headers } }))
  expect(await answered('*/*')).toEqual(['9', 'text/plain'])
})

test('a function makes an answer of the request, later too, or leaves it to the document', async () => {
  startHandlers({
    overrides: {
      async 'POST /books'({ method, body, headers, query }) {
        await delay(0)
        const title = [method, body.title, headers['x-branch'], query.get('x')].join(' ')
        return { status: 201, headers: { location: encodeURIComponent(title) } }
      },
      'GET /books/{id}': ({ params }) => (params['id'] === '7' ? { status: 200, body: params } : undefined),
    },
  })
  const init = { method: 'POST', body: '{"title":"a"}', headers: { 'content-type': 'application/json' } }
  expect((await callApi('/books?x=1', init)).headers.get('location')).toBe('POST%20a%20main%201')
  expect(await (await callApi('/books/7')).json()).toEqual({ id: '7' })
  expect(await (await callApi('/books/8')).json()).toEqual({ title: 'Three', pages: 9 })
})

test('a request that is refused or breaks its document meets no override', async () => {
  const { contract } = startHandlers({ overrides: { 'GET /books': { status: 405 } } })
  expect((await callApi('/books', {}, 'made-up')).status).toBe(401)
  expect((await callApi('/books?limit=0')).status).toBe(400)
  expect((await callApi('/books')).status).toBe(405)
  expect(contract.violations).toHaveLength(1)
})

test('an overridden token operation issues nothing and spends no refresh token', async () => {
  const { contract, server } = startHandlers()
  const { refresh_token } = await passwordToken()
  const refresh = () => requestToken({ grant_type: 'refresh_token', refresh_token })
  server.use(...contract.override({ 'POST /token': { status: 400 } }))
  expect((await refresh()).status).toBe(400)
  expect(contract.state.tokens.issued).toHaveLength(1)
  server.resetHandlers()
  expect((await refresh()).status).toBe(200)
})

test('overrides for one test share tokens and violations, and are gone with the reset', async () => {
  const { contract, server } = startHandlers()
  const { access_token } = await passwordToken()
  const handlers = contract.override({ 'GET /books/{id}': { status: 200, body: { title: 'Mine' } } })
  expect(handlers.map(({ info }) => info.header)).toEqual(['GET https://api.library.example/v1/books/{id}'])
  server.use(...handlers)
  expect(await (await callApi('/books/7', {}, access_token)).json()).toEqual({ title: 'Mine' })
  expect((await callApi('/books/x', {}, access_token)).status).toBe(400)
  expect(contract.assertKept).toThrow('GET /books/{id}: /path/id')
  server.resetHandlers()
  expect(await (await callApi('/books/7', {}, access_token)).json()).toEqual({ title: 'Three', pages: 9 })
})

test('overrides for one test leave alone what a handler of your own answers', async () => {
  const contract = createHandlers(library)
  const cellar = http.get('https://api.library.example/v1/cellar', () => new Response('wine'))
  const server = setupServer(cellar, ...contract.handlers)
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
  server.use(...contract.override({ 'GET /books': { status: 406 } }))
  expect(await (await callApi('/cellar')).text()).toBe('wine')
  expect((await callApi('/books')).status).toBe(406)
})

test('what an override throws is answered with 500 and thrown again by assertKept', async () => {
  // msw prints it.
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => print.mockRestore())
  const { contract } = startHandlers({
    overrides: {
      'GET /books/{id}': ({ params }) => {
        expect(params['id']).toBe('8')
        return undefined
      },
      'GET /books': () => ({ status: 418 }),
    },
  })
  expect((await callApi('/books/7')).status).toBe(500)
  expect(contract.assertKept).toThrow("expected '7' to be '8'")
  expect(contract.assertKept).not.toThrow()
  expect((await callApi('/books')).status).toBe(500)
  expect(contract.assertKept).toThrow('overrides, GET /books: the status 418 is not documented')
})

test('what no document has cannot be overridden', () => {
  const override = (overrides: object) => () => createHandlers(library, { overrides: { ...overrides } })
  expect(override({ 'GET /boks': { status: 200 } })).toThrow(
    'overrides: there is no GET /boks; there are POST /token',
  )
  expect(override({ 'GET /books': { status: 418 } })).toThrow(
    'overrides, GET /books: the status 418 is not documented; there are 200, 401, 405, 406, 422.',
  )
  expect(override({ 'GET /books': { status: 200, content: [] } })).toThrow(
    'there is no content; there are status,',
  )
})

test.each([
  [{ headers: null }, ', headers: must be an object.'],
  [{ headers: 'retry-after: 7' }, ', headers: must be an object.'],
  [{ mediaType: 5 }, ': mediaType must be a text.'],
  [{ status: '200' }, ': the status "200" is not documented; there are 200,'],
])('an override with %j is refused', (wrong, message) => {
  const options = { overrides: { 'GET /books': { status: 200, ...wrong } } }
  expect(() => createHandlers(library, options as object)).toThrow(`overrides, GET /books${message}`)
})

test('an override without a status is refused, where any is documented too', () => {
  const document = changed(({ paths }) =>
    Object.assign(paths['/books'].get.responses, { default: { description: 'Anything.' } }),
  )
  const options = { overrides: { 'GET /books': { body: [] } } }
  expect(() => createHandlers(document, options as object)).toThrow('GET /books: the status undefined is not')
})

// What must not compile is checked by the type check of the workspace.

test('a wrong path, status or body does not compile', () => {
  const typed = (overrides: Overrides<paths>) => overrides
  typed({ 'GET /books/{id}': { status: 200, body: { title: 'Mine' } }, 'GET /books': { status: 422 } })
  // @ts-expect-error no such path
  typed({ 'GET /boks': { status: 200 } })
  // @ts-expect-error no such method there
  typed({ 'PUT /books': { status: 200 } })
  // @ts-expect-error no such status
  typed({ 'GET /books': { status: 418 } })
  // @ts-expect-error a body of another status
  typed({ 'GET /books': { status: 200, body: { message: 'What?' } } })
  // @ts-expect-error a member of another type
  typed({ 'GET /books/{id}': { status: 200, body: { title: 3 } } })
  // @ts-expect-error a member that is not documented
  typed({ 'GET /books/{id}': { status: 200, body: { title: 'Mine', colour: 'red' } } })
  // @ts-expect-error a member of another type, from a function
  typed({ 'GET /books/{id}': ({ query }) => ({ status: 200, body: { title: query } }) })
  // @ts-expect-error a status without a body
  typed({ 'GET /books': { status: 406, body: {} } })
  // @ts-expect-error a media type that is not documented
  typed({ 'GET /books': { status: 200, mediaType: 'text/html' } })
  // @ts-expect-error the body of another media type
  typed({ 'GET /books': { status: 200, mediaType: 'text/plain', body: [] } })
  expect(() => createHandlers<paths>(library, { overrides: { 'GET /books': { status: 406 } } })).not.toThrow()
})

test('a function sees the request of its operation', () => {
  type Get = OverrideRequest<paths['/books/{id}']['get']>
  expectTypeOf<Get['params']>().toEqualTypeOf<{ readonly id: string }>()
  expectTypeOf<Get['body']>().toEqualTypeOf<undefined>()
  type Add = OverrideRequest<paths['/books']['post']>
  expectTypeOf<Add['body']>().toEqualTypeOf<{ title: string; pages?: number }>()
  expectTypeOf<Add['params']>().toEqualTypeOf<{}>()
  type Added = OverrideAnswer<paths['/books']['post']>
  expectTypeOf<Added['status']>().toEqualTypeOf<201 | 415>()
})

test('without paths any override compiles', () => {
  const { handlers } = createHandlers(library, {
    overrides: {
      'GET /books': { status: 406 },
      'GET /staff': ({ body }) => ({ status: 200, body: body.any }),
    },
  })
  expect(handlers).not.toHaveLength(0)
})
