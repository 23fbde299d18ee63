import { expect, test } from 'vitest'
import { archive } from './fixtures/library.ts'
import { changed, startSandbox, user } from './fixtures/start-sandbox.ts'

async function get(path: string, headers: Record<string, string> = {}) {
  const { callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  return callApi(path, access_token, { headers })
}

test('the first documented example comes with the vendor media type and the documented headers', async () => {
  const response = await get('/books')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/vnd.library+json')
  expect(response.headers.get('x-total')).toBe('2')
  expect(await response.json()).toEqual([{ title: 'One' }, { title: 'Two' }])
})

test.each([
  ['text/plain', 'text/plain'],
  ['text/*, application/vnd.library+json;q=0', 'text/plain'],
  ['application/*', 'application/vnd.library+json'],
  ['image/png, */*;q=0.1', 'application/vnd.library+json'],
])('Accept: %s is answered with %s', async (accept, mediaType) => {
  const response = await get('/books', { accept })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, mediaType])
})

test.each(['application/json', 'image/*', 'text/html, */*;q=0'])(
  'Accept: %s admits nothing that is documented: 406 where that is documented',
  async (accept) => {
    const response = await get('/books', { accept })
    expect([response.status, await response.text()]).toEqual([406, ''])
  },
)

test('without a documented 406 the answer comes all the same', async () => {
  expect((await get('/books/1', { accept: 'image/png' })).status).toBe(200)
})

test('without an example the body comes from the schema', async () => {
  expect(await (await get('/books/1')).json()).toEqual({ title: 'Three', pages: 9 })
})

test('of several successes a POST is answered with 201, others and a token operation with the lowest', async () => {
  const both = changed(({ paths }) => {
    const also = { description: 'Done, in another status.' }
    Object.assign(paths['/books'].post.responses, { '200': also })
    Object.assign(paths['/books'].get.responses, { '201': also })
    Object.assign(paths['/token'].post.responses, { '201': also })
  })
  const { callApi, requestToken } = await startSandbox({}, [both, archive])
  const token = await requestToken({ grant_type: 'password', ...user })
  const { access_token } = (await token.json()) as { access_token: string }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"title":"a"}' }
  const [posted, got] = [await callApi('/books', access_token, init), await callApi('/books', access_token)]
  expect([posted.status, got.status, token.status]).toEqual([201, 200, 200])
})

test('a Location at a documented server leads to the sandbox; no content gives an empty body', async () => {
  const { sandbox, callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"title":"a"}' }
  const response = await callApi('/books', access_token, init)
  expect([response.status, await response.text()]).toEqual([201, ''])
  expect(response.headers.get('content-type')).toBeNull()
  const location = response.headers.get('location') as string
  expect(location).toBe(`${sandbox.origin('https://api.library.example')}/v1/books/7`)
  expect((await fetch(location, { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(200)
})
