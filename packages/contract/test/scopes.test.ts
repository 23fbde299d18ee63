import { expect, test } from 'vitest'
import type { SandboxOptions } from '../src/index.ts'
import type { library } from './fixtures/library.ts'
import { changed, client, startSandbox, user } from './fixtures/start-sandbox.ts'

type Library = typeof library

/** The library, whose books want the scopes of one of the alternatives. */
function wanting(alternatives: readonly object[], change: (document: Library) => void = () => {}): Library {
  return changed((document) => {
    Object.assign(document.paths['/books/{id}'].get, { security: alternatives })
    change(document)
  })
}

async function callWith(document: Library, scope: string | undefined, options: Partial<SandboxOptions> = {}) {
  const { sandbox, requestToken, callApi } = await startSandbox(options, [document])
  const form = { grant_type: 'password', ...user, ...(scope !== undefined && { scope }) }
  const granted = (await (await requestToken(form)).json()) as { access_token: string; scope?: string }
  const response = await callApi('/books/1', granted.access_token)
  return { sandbox, granted, response, challenge: response.headers.get('www-authenticate') }
}

const challenge = 'Bearer error="insufficient_scope", scope="read write"'
const both = [{ reader: ['read', 'write'] }]

test.each(['read write', 'write extra read'])('a token of the scope %j is let in', async (scope) => {
  expect((await callWith(wanting(both), scope)).response.status).toBe(200)
})

test.each(['read', 'readwrite', undefined])(
  'a token of the scope %j is told what it lacks',
  async (scope) => {
    const { sandbox, response, ...told } = await callWith(wanting(both), scope)
    expect([response.status, told.challenge, await response.json()]).toEqual([
      403,
      challenge,
      { error: 'insufficient_scope' },
    ])
    expect(sandbox.requests.at(-1)).toMatchObject({ status: 403, token: sandbox.issued[0] })
  },
)

const documented = (status: string) => (document: Library) =>
  void Object.assign(document.paths['/books/{id}'].get.responses, {
    [status]: { description: 'No.', content: { 'application/json': { example: { told: status } } } },
  })

test.each([
  ['403', 403],
  ['401', 401],
  ['4XX', 403],
  ['default', 403],
])('it is answered with what is documented: %s', async (key, status) => {
  const told = await callWith(wanting(both, documented(key)), 'read')
  expect([told.response.status, told.challenge]).toEqual([status, challenge])
  expect(await told.response.json()).toEqual({ told: key })
})

test('a documented 403 goes before a documented 401', async () => {
  const document = wanting(both, (one) => ['401', '403'].map((status) => documented(status)(one)))
  expect((await callWith(document, 'read')).response.status).toBe(403)
})

test('one alternative is enough, and a token without the scheme is not told of scopes', async () => {
  const either = [{ reader: ['write'] }, { reader: ['read'] }]
  expect((await callWith(wanting(either), 'read')).response.status).toBe(200)
  expect((await callWith(wanting([{ reader: ['write'] }, {}]), 'read')).response.status).toBe(200)
  const other = await callWith(wanting([{ staff: ['read'] }]), 'read')
  expect([other.response.status, other.challenge]).toEqual([401, 'Bearer error="invalid_token"'])
})

test.each(['oauth2', 'openIdConnect'])('scopes count for %s too', async (type) => {
  const document = wanting(both, ({ components }) => {
    Object.assign(components.securitySchemes, { reader: { type, flows: {} } })
  })
  expect((await callWith(document, 'read')).response.status).toBe(403)
  expect((await callWith(document, 'read write')).response.status).toBe(200)
})

test('a client that asks for no scope gets all of its own, and is told', async () => {
  const clients = [{ ...client, scopes: ['read', 'write'] }]
  const { granted, response } = await callWith(wanting(both), undefined, { clients })
  expect([granted.scope, response.status]).toEqual(['read write', 200])
  expect((await callWith(wanting(both), 'read', { clients })).response.status).toBe(403)
})
