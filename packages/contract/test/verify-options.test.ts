import { expect, test } from 'vitest'
import { SandboxError, type VerifyOptions, verify } from '../src/index.ts'
import { archive, library } from './fixtures/library.ts'
import { shop } from './fixtures/shop.ts'
import { credentials, manualClock, startSandbox, verifySandbox } from './fixtures/verify-sandbox.ts'

const bases = {
  'https://api.shop.example': 'https://api.test',
  'https://login.shop.example': 'https://login.test',
}

/** What a verification is refused with, before anything is asked or sent. */
async function refusal(options: unknown, document: unknown = shop): Promise<string> {
  const unasked = () => expect.unreachable()
  const client = { ...credentials.client, clientSecret: unasked }
  const given = {
    baseUrl: bases,
    credentials: { client },
    fetch: unasked,
    ...(options as Partial<VerifyOptions>),
  }
  const error = await verify(document as object, given).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SandboxError)
  expect((error as SandboxError).message).not.toContain('\n')
  return (error as SandboxError).message
}

test.each([
  [{ retries: 3 }, 'options: there is no retries; there are baseUrl'],
  [{ baseUrl: undefined }, 'baseUrl: must be a URL, or an object of URLs by documented server.'],
  [{ baseUrl: {} }, 'baseUrl: must be a URL, or an object'],
  [
    { baseUrl: 'https://api.test' },
    'baseUrl: the operations have several servers (https://login.shop.example, https',
  ],
  [{ baseUrl: { 'https://api.shop.example': 7 } }, 'baseUrl: must be an absolute http(s) URL.'],
  [
    { baseUrl: { 'https://api.shop.example': 'ftp://api.test' } },
    'baseUrl: must be an absolute http(s) URL.',
  ],
  [
    { baseUrl: { 'https://api.shop.example': 'https://a:b@api.test' } },
    'baseUrl: must have no user, password',
  ],
  [
    { baseUrl: { 'https://api.shop.example': 'https://api.test/?a=b' } },
    'baseUrl: must have no user, password, query',
  ],
  [
    { baseUrl: { 'https://api.shop.example': 'http://api.test' } },
    'baseUrl: secrets need https, which http://api.test is',
  ],
  [{ baseUrl: { 'https://api.shop.example': 'http://127.0.0.1.evil.test' } }, 'baseUrl: secrets need https'],
  [
    { baseUrl: { 'https://api.shop': 'https://api.test' } },
    'baseUrl: no document has the server https://api.shop; there are https://login.shop.example, https://api.shop',
  ],
  [
    { credentials: { apiKey: 'x' } },
    'credentials: there is no apiKey; there are client, user, subject, scope.',
  ],
  [
    { credentials: { client: { clientId: 'x' } } },
    'credentials.client.clientSecret: must be a text that is not blank',
  ],
  [
    { credentials: { client: { clientId: ' ', clientSecret: 'x' } } },
    'credentials.client.clientId: must be a text',
  ],
  [
    { credentials: { user: { username: 'x', password: 'a\nb' } } },
    'credentials.user.password: must be a text that',
  ],
  [{ credentials: { subject: 'a\r\nb' } }, 'credentials.subject: must be a text'],
  [{ credentials: { scope: 1 } }, 'credentials.scope: must be a text'],
  [{ requests: { readOrder: {} } }, 'requests: there is no operation readOrder; there are shop#createToken'],
  [
    { requests: { getOrder: { params: {} } } },
    'requests.getOrder: there is no params; there are parameters, body.',
  ],
  [
    { requests: { getOrder: { parameters: { uuid: 'x' } } } },
    'requests.getOrder.parameters: the operation has no parameter uuid.',
  ],
  [{ allowWrites: 'placeOrder' }, 'allowWrites: must be true, false or an array of operationIds.'],
  [{ allowWrites: ['placeOrders'] }, 'allowWrites: there is no operation placeOrders; there are'],
  [{ requestsPerSecond: 0 }, 'requestsPerSecond: must be a number above 0.'],
  [{ timeoutMs: Number.NaN }, 'timeoutMs: must be a number above 0.'],
  [{ fetch: 'fetch' }, 'fetch: must be a function.'],
  [{ onResult: {} }, 'onResult: must be a function.'],
  [{ clock: { now: Date.now } }, 'clock: must have the functions now() and sleep(ms, signal).'],
  [{ signal: true }, 'signal: must be an AbortSignal.'],
])('the option %j is refused', async (options, message) => {
  expect(await refusal(options)).toContain(message)
})

test.each<[string, unknown, string]>([
  ['no document', [], 'one OpenAPI document'],
  ['OpenAPI 3.0', { ...shop, openapi: '3.0.3' }, 'Shop #/openapi: not an OpenAPI 3.1 document'],
  ['two of one name', [shop, shop], 'Shop #/info/x-id: another document is called shop too'],
  [
    'a schema that is none',
    { ...shop, components: { ...shop.components, schemas: { Order: { type: 'thing' } } } },
    'application~1json/schema: the schema cannot be used',
  ],
])('%s is refused', async (_, document, message) => {
  expect(await refusal({}, document)).toContain(message)
})

test('a template that stands for several servers is refused', async () => {
  const message = await refusal(
    { baseUrl: { 'https://{site}.archive.example/{version}': 'https://a.test' } },
    [
      { ...archive, paths: { '/key': archive.paths['/key'] } },
      {
        ...library,
        servers: [
          {
            url: 'https://{site}.archive.example/{version}',
            variables: { site: { default: 'west' }, version: { default: 'v1' } },
          },
        ],
      },
    ],
  )
  expect(message).toContain(
    'stands for several servers; name one of https://north.archive.example/v2, https://west',
  )
})

test.each([
  ['http://localhost:8080'],
  ['http://app.localhost'],
  ['http://127.9.9.9'],
  ['http://[::1]:1'],
  ['https://api.test/prefix/'],
])('%s is taken', async (url) => {
  const urls: string[] = []
  await verify(shop, {
    baseUrl: { 'https://login.shop.example': url },
    credentials,
    clock: manualClock(),
    fetch: async (input) => {
      urls.push(input)
      return new Response('', { status: 401 })
    },
  })
  expect(urls).toEqual([`${url.replace(/\/$/, '')}/token`])
})

test.each([
  [{ getOrder: { parameters: { id: 'order-2' } } }, undefined],
  [
    { listOrders: { parameters: { 'X-Desk': 'a\nsecret' } } },
    'x-desk: its value is not fit for a header; give another.',
  ],
  [
    { listOrders: { parameters: { seen: '\u{1f600}' } } },
    'cookie: its value is not fit for a header; give another.',
  ],
])('the requests %j are sent or refused', async (requests, message) => {
  const document = structuredClone(shop)
  const parameters: object[] = document.paths['/orders'].get.parameters
  parameters.push({ name: 'X-Desk', in: 'header', schema: { type: 'string' } })
  parameters.push({ name: 'seen', in: 'cookie', schema: { type: 'string' } })
  const sandbox = await startSandbox([document])
  const ended = verifySandbox(sandbox, { requests }, document)
  if (message === undefined) await expect(ended).resolves.toMatchObject({ outcome: 'kept' })
  else await expect(ended).rejects.toThrow(new SandboxError(message))
})

test('plain http elsewhere is taken where it is allowed by name', async () => {
  const { outcome } = await verify(shop, {
    baseUrl: { 'https://login.shop.example': 'http://login.test' },
    allowInsecureHttp: true,
    clock: manualClock(),
  })
  expect(outcome).toBe('inconclusive')
})
