import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHandlers } from '../src/index.ts'
import { callApi } from './fixtures/start-handlers.ts'
import { changed } from './fixtures/start-sandbox.ts'

// Bodies by their content type, with the document's schema for each.

const upload = {
  type: 'object',
  required: ['file', 'meta'],
  properties: {
    file: { type: 'string', format: 'binary', maxLength: 4 },
    meta: { type: 'object', required: ['pages'], properties: { pages: { type: 'integer' } } },
    copies: { type: 'integer' },
    tags: { type: 'array', items: { enum: ['new', 'old'] } },
  },
}

const document = changed(({ components }) => {
  Object.assign(components.requestBodies.Book.content, {
    'multipart/form-data': { schema: upload },
    'text/plain': { schema: { type: 'string', maxLength: 5 } },
    'text/xml': { schema: { type: 'object', required: ['title'] } },
    'application/octet-stream': {},
    'application/vnd.*': {},
    'application/*': { schema: { type: 'object', required: ['any'] } },
  })
})

const contract = createHandlers(document)
const server = setupServer(...contract.handlers)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

/** Sends the body. @returns pointer and rule of each violation */
async function send(body: NonNullable<RequestInit['body']>, type?: string) {
  const before = contract.violations.length
  const headers = type === undefined ? {} : { 'content-type': type }
  const { status } = await callApi('/books', { method: 'POST', body, headers })
  const broken = contract.violations.slice(before).map(({ pointer, rule }) => `${pointer} ${rule}`)
  expect(status).toBe(broken.length === 0 ? 201 : 400)
  return broken
}

const json = (value: unknown) => new Blob([JSON.stringify(value)], { type: 'application/json' })
const file = new Blob([new Uint8Array([0, 0xff, 1, 0xfe])])

function form(parts: readonly (readonly [string, string | Blob])[]) {
  const body = new FormData()
  for (const [name, part] of parts) body.append(name, part)
  return body
}

test('the parts of a multipart form are validated by their names', async () => {
  const meta = ['meta', json({ pages: 3 })] as const
  expect(await send(form([['file', file], meta, ['copies', '2'], ['tags', 'new'], ['tags', 'old']]))).toEqual(
    [],
  )
  expect(await send(form([meta]))).toEqual(['/body/file required'])
  expect(await send(form([['file', new Blob(['five!'])], meta]))).toEqual(['/body/file maxLength'])
  expect(await send(form([['file', file], meta, ['copies', 'two']]))).toEqual(['/body/copies type'])
  expect(await send(form([['file', file], meta, ['tags', 'new'], ['tags', 'lost']]))).toEqual([
    '/body/tags/1 enum',
  ])
  expect(
    await send(
      form([
        ['file', file],
        ['meta', json({})],
      ]),
    ),
  ).toEqual(['/body/meta/pages required'])
  expect(
    await send(
      form([
        ['file', file],
        ['meta', new Blob(['{'], { type: 'application/json' })],
      ]),
    ),
  ).toEqual(['/body/meta syntax'])
})

test('a multipart body that is none is a violation', async () => {
  expect(await send('nothing', 'multipart/form-data; boundary=x')).toEqual(['/body syntax'])
  expect(await send('nothing', 'multipart/form-data')).toEqual(['/body syntax'])
})

test('a text is validated as a string, in its charset', async () => {
  expect(await send('short', 'text/plain')).toEqual([])
  expect(await send('longer', 'text/plain; charset=utf-8')).toEqual(['/body maxLength'])
  const latin = new Uint8Array([0xe4, 0xf6])
  expect(await send(latin, 'text/plain; charset="iso-8859-1"')).toEqual([])
  expect(await send(latin, 'text/plain')).toEqual(['/body encoding'])
  expect(await send(latin, 'text/plain; charset=klingon')).toEqual(['/body encoding'])
})

test('binary content is taken as it is, and so is a text that is described as an object', async () => {
  expect(await send(new Uint8Array([0, 0xff]), 'application/octet-stream')).toEqual([])
  expect(await send('<title/>', 'text/xml')).toEqual([])
})

test('under a range of media types JSON is validated, other content is not', async () => {
  expect(await send('{"any":1}', 'application/hal+json')).toEqual([])
  expect(await send('{}', 'application/hal+json')).toEqual(['/body/any required'])
  expect(await send('%PDF', 'application/pdf')).toEqual([])
  expect(await send('png', 'image/png')).toEqual(['/headers/content-type content-type'])
})
