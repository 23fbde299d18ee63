import { expect, test } from 'vitest'
import { startSandbox } from './fixtures/start-sandbox.ts'

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
