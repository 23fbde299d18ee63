import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startSandbox } from './fixtures/start-sandbox.ts'

test('a path nobody documents is answered with 404 and what is documented', async () => {
  const { sandbox, callApi } = await startSandbox()
  const response = await callApi('/nothing')
  expect(response.status).toBe(404)
  const { message } = (await response.json()) as { message: string }
  expect(message).toContain('documented here: GET /books, POST /books, ')
  expect(sandbox.requests.at(-1)).toMatchObject({ kind: 'unknown', operationId: undefined, status: 404 })
})

test('a method nobody documents is answered with the documented 405 of the path', async () => {
  const { callApi } = await startSandbox()
  const response = await callApi('/books', undefined, { method: 'DELETE' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, POST')
  expect(await response.json()).toEqual({ message: 'Only look.' })
})

test('where no 405 is documented it says which methods are', async () => {
  const { callApi } = await startSandbox()
  const response = await callApi('/staff', undefined, { method: 'PUT' })
  expect(response.status).toBe(405)
  expect(await response.json()).toEqual({
    error: 'method_not_allowed',
    message: 'This path is documented for GET only.',
  })
})

test('a concrete path goes before a templated one', async () => {
  const { sandbox, callApi } = await startSandbox()
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(sandbox.requests.at(-1)?.operationId).toBe('newestBook')
})

test('paths are percent-decoded, segment by segment', async () => {
  const { sandbox, callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  expect((await callApi('/b%6Foks/%37', access_token)).status).toBe(200)
  expect(sandbox.requests.at(-1)).toMatchObject({ operationId: 'getBook', path: '/v1/b%6Foks/%37' })
  expect((await callApi('/books%2F7', access_token)).status).toBe(404)
  expect((await callApi('/books/%ff', access_token)).status).toBe(404)
})

test('the absolute form of a request target is understood', async () => {
  const { sandbox } = await startSandbox()
  const socket = connect(Number(new URL(sandbox.origin('https://api.library.example')).port), '127.0.0.1')
  socket.write(
    'GET http://api.library.example/v1/books/newest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  )
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  expect(answer).toMatch(/^HTTP\/1\.1 204 /)
})
