import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createHandlers } from '../src/index.ts'
import { archive } from './fixtures/library.ts'

const schema = JSON.parse(
  readFileSync(new URL('../../../specs/token-operation.schema.json', import.meta.url), 'utf8'),
)

type Extension = (typeof archive.paths)['/key']['post']['x-token-operation']

/** The archive with a change of its `x-token-operation`. */
function archiveWith(change: (extension: Extension) => unknown): object {
  const document = structuredClone(archive)
  change(document.paths['/key'].post['x-token-operation'])
  return document
}

const parts: [string, object, (extension: Extension) => object][] = [
  ['', schema, (extension) => extension],
  ['/client', schema.properties.client.oneOf[1], ({ client }) => client],
  ['/grants/api_key', schema.$defs.grant, ({ grants }) => grants.api_key],
  ['/token', schema.properties.token, ({ token }) => token],
]

test.each(parts)('x-token-operation%s has the members of its schema and no other', (pointer, part, find) => {
  const misspelt = archiveWith((extension) =>
    Object.assign(find(extension), { scop: '$request.body#/scope' }),
  )
  const { properties } = part as { properties: object }
  expect(() => createHandlers(misspelt)).toThrow(
    `Archive #/paths/~1key/post/x-token-operation${pointer}: ` +
      `there is no scop; there are ${Object.keys(properties).join(', ')}.`,
  )
})

test.each([
  ['is a text', 'staff', ': must be an object.'],
  ['issues nothing', {}, '/issues: names no security scheme; name those that the token satisfies.'],
  ['issues a text', { issues: 'staff' }, '/issues: names no security scheme'],
])('a grant that %s is refused', (_, grant, message) => {
  const broken = archiveWith(({ grants }) => Object.assign(grants, { api_key: grant }))
  const place = 'Archive #/paths/~1key/post/x-token-operation/grants/api_key'
  expect(() => createHandlers(broken)).toThrow(`${place}${message}`)
})
