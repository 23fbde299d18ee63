import { expect, test } from 'vitest'
import type { Fault } from '../src/index.ts'
import { startSandbox } from './fixtures/start-sandbox.ts'

test('a fault answers every request until it is cleared', async () => {
  const { sandbox, callApi, requestToken } = await startSandbox()
  sandbox.fail({ status: 500, body: { oh: 'no' }, headers: { 'Retry-After': '7' } })
  for (const response of [await callApi('/books'), await callApi('/nothing'), await requestToken({})]) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([500, '7'])
    expect(await response.json()).toEqual({ oh: 'no' })
  }
  sandbox.fail(undefined)
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(sandbox.requests.map(({ status }) => status)).toEqual([500, 500, 500, 204])
})

test('a fault may fall on one kind, one operation, or one document, the closest first', async () => {
  const { sandbox, callApi, requestToken } = await startSandbox()
  sandbox.fail({ on: 'api', status: 502 })
  sandbox.fail({ on: 'staffRoom', status: 504 })
  expect((await callApi('/books')).status).toBe(502)
  expect((await callApi('/staff')).status).toBe(504)
  expect((await requestToken({ grant_type: 'client_credentials' })).status).toBe(200)
  sandbox.fail({ on: 'library#createToken' })
  expect((await requestToken({})).status).toBe(503)
  const other = await fetch(sandbox.url('https://north.archive.example/v2/key'), { method: 'POST' })
  expect(other.status).toBe(404)
})

test('times counts down', async () => {
  const { sandbox, callApi } = await startSandbox()
  sandbox.fail({ times: 2 })
  const statuses = []
  for (let call = 0; call < 3; call++) statuses.push((await callApi('/books/newest')).status)
  expect(statuses).toEqual([503, 503, 204])
})

test('without a body of its own a fault has what is documented for the status', async () => {
  const { sandbox, callApi } = await startSandbox()
  sandbox.fail({ status: 401 })
  expect(await (await callApi('/books')).json()).toEqual({ message: 'Show your card.' })
  sandbox.fail({ status: 500 })
  expect(await (await callApi('/books')).text()).toBe('')
  sandbox.fail({ status: 200, body: '<html>', headers: { 'content-type': 'text/html' } })
  const html = await callApi('/books')
  expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', '<html>'])
})

test('reset breaks the connection', async () => {
  const { sandbox, callApi } = await startSandbox()
  sandbox.fail({ reset: true, times: 1 })
  await expect(callApi('/books')).rejects.toThrow('fetch failed')
  expect(sandbox.requests.at(-1)).toMatchObject({ operationId: 'listBooks', status: undefined })
  expect((await callApi('/books/newest')).status).toBe(204)
})

test('delay holds an answer back for that long, for the chosen requests only', async () => {
  const { sandbox, callApi, requestToken } = await startSandbox()
  const timed = async (call: () => Promise<Response>) => {
    const start = performance.now()
    await (await call()).arrayBuffer()
    return performance.now() - start
  }
  sandbox.delay({ on: 'token', ms: 120 })
  expect(await timed(() => requestToken({}))).toBeGreaterThanOrEqual(119)
  sandbox.delay({ on: 'token', ms: 60_000 })
  expect((await callApi('/books/newest')).status).toBe(204)
  sandbox.delay(undefined)
  sandbox.delay(120)
  expect(await timed(() => callApi('/books/newest'))).toBeGreaterThanOrEqual(119)
  sandbox.delay(0)
  expect((await requestToken({})).status).toBe(400)
})

test.each([
  [{ on: 'nobody' }, /^on: no operation is called nobody; there are .*listBooks/],
  [{ times: 0 }, /^fail: times must be/],
  [{ status: 99 }, /^fail: status must be/],
  [{ code: 500 }, /^fail: there is no code; there are on, status/],
  [{ on: '' }, /^on: no operation is called ; there are/],
  [{ headers: { 'Retry After': '7' } }, /^fail: headers\/Retry After must match pattern/],
  [{ headers: { 'Retry-After': '7\n' } }, /^fail: headers\/Retry-After must match pattern/],
])('the fault %j is refused', async (fault, message) => {
  const { sandbox } = await startSandbox()
  expect(() => sandbox.fail(fault as Fault)).toThrow(message)
})

test.each([-1, Number.NaN, 2 ** 31, { ms: '5' }, { ms: [5] }, {}])(
  'the delay %j is refused',
  async (delay) => {
    const { sandbox } = await startSandbox()
    expect(() => sandbox.delay(delay as number)).toThrow(/^delay: ms must be/)
  },
)
