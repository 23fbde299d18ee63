import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { createSandbox, SandboxError, type SandboxOptions } from '../src/index.ts'
import { library } from './fixtures/library.ts'
import { changed, client } from './fixtures/start-sandbox.ts'

async function refusal(documents: readonly unknown[], options: unknown = {}): Promise<string> {
  const given = { clients: [client], ...(options as Partial<SandboxOptions>) }
  const error = await createSandbox(documents, given).then(
    (sandbox) => sandbox.close().then(() => undefined),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SandboxError)
  const { message } = error as SandboxError
  expect(message).not.toContain('\n')
  return message
}

test.each([
  [{ colour: 'red' }, 'options: there is no colour; there are clients'],
  [
    { clients: [{ clientId: ' ', clientSecret: 'x' }] },
    'clients[0].clientId: must be a text that is not blank.',
  ],
  [{ clients: [{ clientId: 'x' }] }, 'clients[0].clientSecret: must be'],
  [{ clients: [{ ...client, scope: 'x' }] }, 'clients[0]: there is no scope; there are clientId'],
  [{ clients: [{ ...client, scopes: 'x' }] }, 'clients[0].scopes: must be an array'],
  [{ clients: 'desk' }, 'clients: must be an array.'],
  [{ users: [{ username: 'ada' }] }, 'users[0].password: must be'],
  [{ users: [{ identifier: '' }] }, 'users[0].identifier: must be a text that is not blank.'],
  [{ users: [{ identifier: 'a', password: 'b' }] }, 'users[0]: there is no password; there are identifier.'],
  [{ users: [null] }, 'users[0]: must be an object.'],
  [{ tokenLifetimeSeconds: Number.NaN }, 'tokenLifetimeSeconds: must be a number'],
  [
    { clients: [{ ...client, tokenLifetimeSeconds: '60' }] },
    'clients[0].tokenLifetimeSeconds: must be a number of seconds.',
  ],
  [{ rotateRefreshTokens: 'no' }, 'rotateRefreshTokens: must be true or false.'],
  [{ control: { host: '0.0.0.0' } }, 'control: there is no host; there are port.'],
  [{ control: { port: -1 } }, 'control.port: must be a whole number'],
  [{ control: 8080 }, 'control: must be an object.'],
  [{ clock: {} }, 'clock: must have a function now().'],
  [{ host: '' }, 'host: must be an address'],
  [{ port: 70_000 }, 'port: must be a whole number'],
])('option %j is refused', async (options, message) => {
  expect(await refusal([library], options)).toContain(message)
})

test.each<[string, unknown, string]>([
  [
    'no OpenAPI at all',
    { swagger: '2.0', info: { title: 'Old' } },
    'Old #/openapi: not an OpenAPI 3.1 document',
  ],
  ['OpenAPI 3.0', { ...library, openapi: '3.0.3' }, 'Library #/openapi: not an OpenAPI 3.1 document'],
  ['text', 'openapi: 3.1.1', 'documents[0] #/openapi: not an OpenAPI 3.1 document; pass the parsed object.'],
  ['no title', { openapi: '3.1.1', info: {} }, 'documents[0] #/info/title: missing'],
])('a document that is %s is refused', async (_, document, message) => {
  expect(await refusal([document])).toContain(message)
})

test('no document is refused', async () => {
  expect(await refusal([])).toContain('at least one')
})

const breaks: [string, (document: typeof library) => unknown, string][] = [
  [
    'a $ref that leads nowhere',
    ({ paths }) =>
      Object.assign(paths['/books'].post.requestBody, { $ref: '#/components/requestBodies/Gone' }),
    'Library #/paths/~1books/post/requestBody: the $ref #/components/requestBodies/Gone leads nowhere',
  ],
  [
    'a $ref to another file',
    ({ components }) => Object.assign(components.schemas, { Far: { $ref: 'far.yaml#/x' } }),
    'Library #/components/schemas/Far: the $ref far.yaml#/x leads nowhere in this document',
  ],
  [
    'a $ref that leads to itself',
    ({ components }) =>
      Object.assign(components.parameters, { Limit: { $ref: '#/components/parameters/Limit' } }),
    'leads back to itself',
  ],
  [
    'a relative server',
    (document) => Object.assign(document.servers[0] as object, { url: '/v1' }),
    '#/servers/0/url:',
  ],
  [
    'no server',
    (document) => Object.assign(document, { servers: [] }),
    'Library #/servers: an operation has no server',
  ],
  [
    'a server variable without a default',
    (document) => Object.assign(document.servers[0] as object, { url: 'https://{host}/' }),
    'Library #/servers/0/variables/host: the server variable has no default',
  ],
  [
    'an object as parameter',
    ({ components }) => Object.assign(components.parameters.Limit.schema, { type: 'object' }),
    'Library #/components/parameters/Limit: only parameters of style form or simple',
  ],
  [
    'a token place that is no runtime expression',
    ({ paths }) => Object.assign(paths['/token'].post['x-token-operation'].token, { scope: 'body.scope' }),
    'Library #/paths/~1token/post/x-token-operation/token/scope: not a runtime expression of the response',
  ],
  [
    'a token for a scheme that is not defined',
    ({ paths }) =>
      Object.assign(paths['/token'].post['x-token-operation'].grants.password, { issues: ['nobody'] }),
    'grants/password/issues: the security scheme library#nobody is not defined',
  ],
  [
    'a requirement that is not defined',
    (document) => Object.assign(document, { security: [{ nobody: [] }] }),
    'Library #/security/0: the security scheme nobody is not defined',
  ],
  [
    'a requirement of an API key',
    ({ components }) => Object.assign(components.securitySchemes.reader, { type: 'apiKey' }),
    'Library #/security: only HTTP bearer and basic are known here',
  ],
  [
    'two templates of one shape',
    ({ paths }) => Object.assign(paths, { '/books/{key}': { get: paths['/books/newest'].get } }),
    'GET https://api.library.example/v1/books/{key} is taken by Library #/paths/~1books~1{id}/get',
  ],
]

test.each(breaks)('%s is refused', async (_, breakIt, message) => {
  expect(await refusal([changed((document) => void breakIt(document))])).toContain(message)
})

test('a schema of an unknown type is refused where it is used', async () => {
  const broken = changed(({ components }) => {
    components.parameters.Limit.schema.type = 'whole'
  })
  expect(await refusal([broken])).toMatch(
    /^Library #\/components\/parameters\/Limit\/schema: not a JSON Schema/,
  )
})

test('two documents of one id are refused', async () => {
  expect(await refusal([library, library])).toContain(
    'Library #/info/x-id: another document is called library too',
  )
})

test('two documents with the same operation on one origin are refused', async () => {
  const twin = { ...library, info: { ...library.info, title: 'Twin', 'x-id': 'twin' }, security: [] }
  expect(await refusal([library, twin])).toContain(
    'Twin #/paths/~1token/post: POST https://login.library.example/token is taken by Library #/paths/~1token/post',
  )
})

test('ports beyond the last are refused', async () => {
  expect(await refusal([library], { port: 65_535 })).toMatch(
    /^port (65536, wanted for|65535 on 127.0.0.1 is in use)/,
  )
})

async function occupyPort(port: number): Promise<Server> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function occupyPortAfterFreeOne(): Promise<{ busy: Server; port: number }> {
  const busy = await occupyPort(0)
  const { port } = busy.address() as AddressInfo
  const before = await occupyPort(port - 1).catch(() => undefined)
  if (before !== undefined) await once(before.close(), 'close')
  else await once(busy.close(), 'close')
  return before === undefined ? occupyPortAfterFreeOne() : { busy, port }
}

test('a busy port is refused, and the ports that were opened before are free again', async () => {
  const { busy, port } = await occupyPortAfterFreeOne()
  try {
    expect(await refusal([library], { port })).toContain(`port ${port} on 127.0.0.1 is in use`)
    expect(await refusal([library], { port: port - 1 })).toContain(`port ${port} on 127.0.0.1 is in use`)
  } finally {
    await once(busy.close(), 'close')
  }
  const sandbox = await createSandbox([library], { clients: [client], port: port - 1 })
  expect(sandbox.origin('https://login.library.example')).toBe(`http://127.0.0.1:${port - 1}`)
  expect(sandbox.origin('https://api.library.example')).toBe(`http://127.0.0.1:${port}`)
  await sandbox.close()
})
