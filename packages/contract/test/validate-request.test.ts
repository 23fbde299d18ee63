import { expect, test } from 'vitest'
import type { Violation } from '../src/index.ts'
import { changed, startSandbox } from './fixtures/start-sandbox.ts'

async function violationsOf(path: string, init: RequestInit = {}) {
  const { sandbox, callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  const response = await callApi(path, access_token, init)
  const text = await response.text()
  const violations = (text ? (JSON.parse(text).violations ?? []) : []) as Violation[]
  expect(sandbox.requests.at(-1)?.violations).toEqual(violations)
  return {
    status: response.status,
    violations: violations.map(({ pointer, rule }) => `${pointer} ${rule}`),
    text,
  }
}

const json = { 'content-type': 'application/json' }
const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = json) => ({
  method: 'POST',
  body,
  headers,
})

test.each([
  ['a number', '/books?limit=3'],
  ['a boolean', '/books?available=true'],
  ['a repeated list', '/books?genre=poem&genre=novel'],
  ['a list of one', '/books?genre=poem'],
  ['a list in one text', '/books?pages=10,20'],
  ['a number in the path', '/books/12'],
  ['an undocumented parameter', '/books?colour=red'],
])('%s is taken as its style and schema say', async (_, path) => {
  expect(await violationsOf(path)).toMatchObject({ status: 200, violations: [] })
})

test.each([
  ['/books?limit=many', '/query/limit type'],
  ['/books?limit=0', '/query/limit minimum'],
  ['/books?limit=1&limit=2', '/query/limit type'],
  ['/books?available=maybe', '/query/available type'],
  ['/books?genre=poem&genre=opera', '/query/genre/1 enum'],
  ['/books?pages=1,2,3', '/query/pages maxItems'],
])('%s breaks %s and is answered with the documented 422', async (path, violation) => {
  const { status, violations, text } = await violationsOf(path)
  expect({ status, violations }).toEqual({ status: 422, violations: [violation] })
  expect(JSON.parse(text).message).toBe('What?')
})

test('every violation is named, headers by their name in lower case', async () => {
  const { violations } = await violationsOf('/books?limit=0', { headers: { 'X-Branch': 'MAIN' } })
  expect(violations.sort()).toEqual(['/headers/x-branch pattern', '/query/limit minimum'])
})

test('a missing required header is a violation', async () => {
  const { sandbox, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  await fetch(sandbox.url('https://api.library.example/v1/books'), {
    headers: { authorization: `Bearer ${access_token}` },
  })
  expect(sandbox.requests.at(-1)?.violations).toMatchObject([
    { pointer: '/headers/x-branch', rule: 'required' },
  ])
})

test('a path parameter is validated; without a documented 400 or 422 it is a bare 400', async () => {
  const { status, text } = await violationsOf('/books/twelve')
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({
    violations: [{ pointer: '/path/id', rule: 'type', message: 'must be integer' }],
  })
})

test.each([
  ['a missing member', post('{}'), '/body/title required'],
  ['a wrong type, which JSON does not coerce', post('{"title":"a","pages":"3"}'), '/body/pages type'],
  [
    'a recursive schema',
    post('{"title":"a","sequel":{"title":"b","sequel":{}}}'),
    '/body/sequel/sequel/title required',
  ],
  ['text that is no JSON', post('{"title":'), '/body syntax'],
  ['bytes that are no UTF-8', post(new Uint8Array([0x22, 0xff, 0x22])), '/body encoding'],
  ['no body', { method: 'POST' }, '/body required'],
])('%s in the body is a violation', async (_, init, violation) => {
  expect(await violationsOf('/books', init)).toMatchObject({ status: 400, violations: [violation] })
})

test('an undocumented member is none', async () => {
  expect((await violationsOf('/books', post('{"title":"a","colour":"red"}'))).status).toBe(201)
})

test('a structured JSON type is not the documented one, its parameters do not matter', async () => {
  const body = '{"title":"a"}'
  const { status, violations } = await violationsOf(
    '/books',
    post(body, { 'content-type': 'application/x+json' }),
  )
  expect({ status, violations }).toEqual({ status: 415, violations: ['/headers/content-type content-type'] })
  expect(
    (await violationsOf('/books', post(body, { 'content-type': 'Application/JSON; charset=utf-8' }))).status,
  ).toBe(201)
})

test('an undocumented content type is a 400 where no 415 is documented', async () => {
  const { sandbox, requestToken } = await startSandbox()
  const response = await requestToken({ grant_type: 'password' }, { 'content-type': 'text/plain' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  expect(sandbox.requests.at(-1)?.violations.map(({ rule }) => rule)).toEqual(['content-type'])
})

test('a body over 1 MiB is answered with 413, one of 1 MiB is read', async () => {
  const large = await violationsOf('/books', post('x'.repeat(1024 * 1024 + 1)))
  expect(large).toMatchObject({ status: 413, violations: ['/body length'] })
  expect(await violationsOf('/books', post('x'.repeat(1024 * 1024)))).toMatchObject({
    violations: ['/body syntax'],
  })
})

test('messages never carry values of the request', async () => {
  const { text } = await violationsOf(
    '/books',
    post('{"title":"a-very-secret-value-here","pages":"another-secret"}'),
  )
  expect(JSON.parse(text).violations).toHaveLength(2)
  expect(text).not.toContain('secret')
})

test('a form is read with numbers and lists, which JSON bodies are not', async () => {
  const document = changed(({ components }) => {
    Object.assign(components.requestBodies.Book.content, {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          required: ['pages', 'tags'],
          properties: { pages: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
        },
      },
    })
  })
  const { sandbox, callApi, passwordToken } = await startSandbox({}, [document])
  const { access_token } = await passwordToken()
  const send = (form: string) =>
    callApi('/books', access_token, { method: 'POST', body: new URLSearchParams(form) })
  expect((await send('pages=3&tags=a')).status).toBe(201)
  expect((await send('pages=3&tags=a&tags=b%26c')).status).toBe(201)
  expect((await send('pages=three&tags=a')).status).toBe(400)
  expect(sandbox.requests.at(-1)?.violations).toMatchObject([{ pointer: '/body/pages', rule: 'type' }])
})
