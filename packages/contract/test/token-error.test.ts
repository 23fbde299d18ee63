import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createHandlers } from '../src/index.ts'
import { changed } from './fixtures/start-sandbox.ts'

const schema = JSON.parse(
  readFileSync(new URL('../../../specs/token-error.schema.json', import.meta.url), 'utf8'),
)

const withMarks = (marks: object, response: object = {}) =>
  changed(({ paths }) =>
    Object.assign(paths['/token'].post.responses['401'], { 'x-token-error': marks }, response),
  )
const place = 'Library #/paths/~1token/post/responses/401/x-token-error'
// Whatever the request accepts, a refusal comes in the first.
const later = {
  content: {
    'application/problem+json': { examples: { no: { value: {} } } },
    'application/json': { examples: { client: { value: {} } } },
  },
}

test('x-token-error has the members of its schema and no other', () => {
  const known = Object.keys(schema.properties)
  expect(() => createHandlers(withMarks({ clint_rejected: 'client' }))).toThrow(
    `${place}: there is no clint_rejected; there are ${known.join(', ')}.`,
  )
  const all = Object.fromEntries(known.map((name) => [name, 'client']))
  expect(() => createHandlers(withMarks(all))).not.toThrow()
})

test.each([
  ['the name of no example', 'nope', {}, 'has no example nope; name one of client, null (no body).'],
  ['a mark that is no name', 7, {}, 'has no example 7; name one of client, null (no body).'],
  [
    'an example where there is no body',
    'client',
    { content: {} },
    'has no example client; name one of null (no body).',
  ],
  [
    'an example in a media type that is not answered',
    'client',
    later,
    'has no example client; name one of no, null (no',
  ],
])('%s is refused', (_, mark, response, message) => {
  expect(() => createHandlers(withMarks({ client_rejected: mark }, response))).toThrow(
    `${place}/client_rejected: the response ${message}`,
  )
})

test('a response that several operations share is named by its own place', () => {
  const shared = changed(({ paths, components }) => {
    const { '401': rejected } = paths['/token'].post.responses
    const marks = { 'x-token-error': { client_rejected: 'nope' } }
    Object.assign(components, { responses: { Rejected: { ...rejected, ...marks } } })
    Object.assign(paths['/token'].post.responses, { '401': { $ref: '#/components/responses/Rejected' } })
  })
  expect(() => createHandlers(shared)).toThrow(
    'Library #/components/responses/Rejected/x-token-error/client_rejected: the response has no example nope',
  )
})
