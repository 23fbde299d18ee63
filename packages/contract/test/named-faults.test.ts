import { expect, test } from 'vitest'
import type { Answer } from '../src/answer.ts'
import { faultSchemas } from '../src/fault-schemas.ts'
import type { Fault } from '../src/index.ts'
import { effectOf } from '../src/named-faults.ts'
import { changed, startSandbox, user } from './fixtures/start-sandbox.ts'

const clock = { now: () => Date.UTC(2030, 0, 1) }
const password = { grant_type: 'password', ...user }

async function startFailing(fault: Fault) {
  const started = await startSandbox({ clock })
  started.sandbox.fail(fault)
  return started
}

test('too_many_requests: 429 with Retry-After in either form or without, as documented', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'too_many_requests' })
  const told = async () => {
    const response = await requestToken(password)
    return [response.status, response.headers.get('retry-after'), await response.text()]
  }
  expect(await told()).toEqual([429, null, ''])
  sandbox.fail({ fault: 'too_many_requests', retryAfterSeconds: 90 })
  expect(await told()).toEqual([429, '90', ''])
  sandbox.fail({ fault: 'too_many_requests', retryAfterSeconds: 90, retryAfterForm: 'date' })
  expect(await told()).toEqual([429, 'Tue, 01 Jan 2030 00:01:30 GMT', ''])
  expect(sandbox.issued).toEqual([])
  const slow = { description: 'Slow down.', content: { 'application/json': { example: { slow: 'down' } } } }
  const documented = await startSandbox({}, [
    changed(({ paths }) => Object.assign(paths['/token'].post.responses, { '429': slow })),
  ])
  documented.sandbox.fail({ fault: 'too_many_requests' })
  expect(await (await documented.requestToken(password)).json()).toEqual({ slow: 'down' })
})

test('server_error: a status of one’s own, and nothing is issued', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'server_error', times: 1 })
  expect((await requestToken(password)).status).toBe(500)
  sandbox.fail({ fault: 'server_error', status: 504, times: 1 })
  expect((await requestToken(password)).status).toBe(504)
  expect(sandbox.issued).toEqual([])
  expect((await requestToken(password)).status).toBe(200)
})

test('redirect: to a documented server by way of the sandbox, to another as it stands', async () => {
  const { sandbox, callApi } = await startFailing({
    fault: 'redirect',
    to: 'https://login.library.example/token',
  })
  const ask = async () => {
    const response = await callApi('/books', undefined, { redirect: 'manual' })
    return [response.status, response.headers.get('location')]
  }
  expect(await ask()).toEqual([302, sandbox.url('https://login.library.example/token')])
  sandbox.fail({ fault: 'redirect', to: 'https://elsewhere.example/', status: 308 })
  expect(await ask()).toEqual([308, 'https://elsewhere.example/'])
})

test('html: a page with 200 or another status, and nothing is issued', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'html' })
  const page = await requestToken(password)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await page.text()).toMatch(/^<!doctype html>/)
  sandbox.fail({ fault: 'html', status: 502 })
  expect([(await requestToken(password)).status, sandbox.issued]).toEqual([502, []])
})

test('truncated_json: a complete answer whose JSON is not', async () => {
  const { requestToken, callApi, sandbox } = await startFailing({ fault: 'truncated_json' })
  const response = await requestToken(password)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  const half = await response.text()
  expect(() => JSON.parse(half)).toThrow(SyntaxError)
  expect(half).toMatch(/^\{"access_token":"/)
  expect(sandbox.issued).toHaveLength(1)
  const { access_token } = await startSandbox().then(({ passwordToken }) => passwordToken())
  expect(await (await callApi('/staff', access_token)).text()).toMatch(/^\{"error/)
})

test('truncated_json and oversized_json make an object of no body, and leave what is no JSON', async () => {
  for (const fault of ['truncated_json', 'oversized_json'] as const) {
    const answerWith = (content: Partial<Answer>) =>
      effectOf({ fault }, clock)(async () => ({ status: 200, headers: {}, ...content }), undefined)
    expect(String((await answerWith({}))?.content)).toMatch(/^\{/)
    const plain = { mediaType: 'text/plain', content: 'hello' }
    expect(await answerWith(plain)).toMatchObject(plain)
  }
})

test('oversized_json: the documented answer and many blanks', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'oversized_json' })
  const long = await (await requestToken(password)).text()
  expect(long.length).toBeGreaterThan(16 * 1024 * 1024)
  expect(JSON.parse(long)).toHaveProperty('access_token', sandbox.issued[0]?.accessToken)
  sandbox.fail({ fault: 'oversized_json', bytes: 10 })
  expect(await (await requestToken(password)).text()).toMatch(/\} {10}$/)
})

test('wrong_content_type: the same body under another name', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'wrong_content_type' })
  const plain = await requestToken(password)
  expect(plain.headers.get('content-type')).toBe('text/plain')
  expect(await plain.json()).toHaveProperty('access_token', sandbox.issued[0]?.accessToken)
  sandbox.fail({ fault: 'wrong_content_type', mediaType: 'image/png' })
  expect((await requestToken(password)).headers.get('content-type')).toBe('image/png')
})

test.each([
  [3_600_000, 'Tue, 01 Jan 2030 01:00:00 GMT'],
  [-3_600_000, 'Mon, 31 Dec 2029 23:00:00 GMT'],
])('clock_skew: Date is %i ms ahead of the clock of the sandbox', async (ms, date) => {
  const { requestToken } = await startFailing({ fault: 'clock_skew', ms })
  const response = await requestToken(password)
  expect([response.status, response.headers.get('date')]).toEqual([200, date])
})

test('each refuses a member that it does not know', async () => {
  const { sandbox } = await startSandbox()
  const names = [...faultSchemas.keys()]
  expect(names).toHaveLength(13)
  for (const fault of names) {
    const wrong = { fault, colour: 'red' } as unknown as Fault
    expect(() => sandbox.fail(wrong), fault).toThrow(/^fail: there is no colour; /)
  }
})

test('what is wrong with a named fault is said', async () => {
  const { sandbox } = await startSandbox()
  const refusal = (fault: unknown) => {
    try {
      return sandbox.fail(fault as Fault)
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(refusal({ fault: 'gremlin' })).toMatch(
    /^fail: no fault is called gremlin; there are too_many_requests, .*, tar_pit\.$/,
  )
  expect(refusal({ fault: 'slow_body' })).toBe("fail: must have required property 'ms'.")
  expect(refusal({ fault: 'slow_body', ms: -1 })).toBe('fail: ms must be >= 0.')
  expect(refusal({ fault: 'server_error', status: 404 })).toBe('fail: status must be >= 500.')
  expect(refusal({ fault: 'redirect', to: 'a\r\nb' })).toMatch(/^fail: to must match pattern/)
  expect(refusal(null)).toBe('fail: must be an object.')
})
