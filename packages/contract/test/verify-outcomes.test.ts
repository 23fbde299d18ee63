import { describe, expect, test } from 'vitest'
import { type Answering, isToken, keeping, refused, verifyAnswers } from './fixtures/answering.ts'
import { archive, library } from './fixtures/library.ts'
import { shop } from './fixtures/shop.ts'
import { credentials, startSandbox, verifySandbox } from './fixtures/verify-sandbox.ts'

describe('what is no drift', () => {
  test('members that the document does not have are notes, one for all items of a list', async () => {
    const changed = structuredClone(shop)
    const { example } = changed.paths['/orders'].get.responses['200'].content['application/json']
    for (const order of example.orders) Object.assign(order, { colour: 'red' })
    const report = await verifySandbox(await startSandbox([changed]))
    expect(report.outcome).toBe('kept')
    const list = report.results.find(({ operation }) => operation === 'listOrders')
    expect(list?.notes).toEqual([
      {
        ...{ kind: 'body', at: '/body/orders/0/colour', pointer: '/components/schemas/Order' },
        ...{ expected: 'is not documented', received: 'a string' },
      },
    ])
  })

  const missing: Answering = (one) => {
    if (isToken(one)) return keeping(one)
    return one.headers.has('authorization') ? new Response('', { status: 404 }) : refused()
  }

  test('an order that is only in the example is inconclusive where 404 is documented', async () => {
    const { report } = await verifyAnswers(missing)
    const outcomes = report.results.filter(({ status }) => status === 404)
    expect(outcomes.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['listOrders', 'drift'],
      ['listOrders', 'drift'],
      ['getOrder', 'inconclusive'],
      ['openTill', 'drift'],
    ])
  })

  test('one that was named by the caller must be there', async () => {
    const { report, sent } = await verifyAnswers(missing, {
      requests: { getOrder: { parameters: { id: 'a/b 1' } } },
    })
    expect(sent.map(({ url }) => url)).toContain('https://api.test/v1/orders/a%2Fb%201')
    expect(
      report.results.find(({ operation, status }) => operation === 'getOrder' && status === 404),
    ).toMatchObject({
      outcome: 'drift',
    })
  })

  test('without credentials nothing is sent, and that is not said to keep the contract', async () => {
    const { report, sent } = await verifyAnswers(keeping, { credentials: {} })
    expect(sent).toEqual([])
    expect(report.outcome).toBe('inconclusive')
    expect(report.results.map(({ operation, reason }) => [operation, reason])).toEqual([
      ['placeOrder', 'it may change something; see allowWrites'],
      ['createToken', 'there is no credentials.client'],
      ['createToken', 'there is no credentials.client'],
      ['listOrders', 'there are no credentials for shop#customer'],
      ['getOrder', 'there are no credentials for shop#customer'],
      ['openTill', 'there are no credentials for shop#staff'],
    ])
  })
})

test.each<[string, Answering]>([
  ['are refused', () => refused()],
  ['reach nobody', () => Promise.reject(new TypeError('fetch failed'))],
  ['bring no token', () => Response.json({})],
])('credentials that %s are told from those that are not there', async (_, answer) => {
  const { client } = credentials
  const { report } = await verifyAnswers(answer, { credentials: { client } })
  const skipped = report.results.filter(({ outcome }) => outcome === 'skipped')
  expect(skipped.map(({ operation, reason }) => [operation, reason])).toEqual(
    expect.arrayContaining([
      ['listOrders', 'there are no credentials for shop#customer'],
      ['openTill', 'there is no token for shop#staff: its token operation gave none'],
    ]),
  )
})

test('credentials that are refused are not missing for the grants that come after', async () => {
  const { report } = await verifyAnswers(() => refused())
  const reasons = report.results.map(({ operation, reason }) => [operation, reason])
  expect(reasons).toContainEqual([
    'listOrders',
    'there is no token for shop#customer: its token operation gave none',
  ])
})

test('parameters of every place and form are sent as they are documented', async () => {
  const documents = [library, archive]
  const sandbox = await startSandbox(documents)
  const parameters = { limit: 3, genre: ['poem', 'novel'], pages: [1, 2], 'X-Branch': 'main' }
  const requests = { listBooks: { parameters }, getBook: { parameters: { id: 7 } } }
  const options = { requests, credentials: { ...credentials, scope: 'books' }, allowWrites: false }
  const report = await verifySandbox(sandbox, options, documents)
  expect(report.results.filter(({ outcome }) => outcome === 'drift')).toEqual([])
  const list = sandbox.requests.find(({ operationId }) => operationId === 'listBooks')
  expect([String(list?.query), list?.headers['x-branch'], list?.token?.scope]).toEqual([
    ...['limit=3&genre=poem&genre=novel&pages=1%2C2', 'main', 'books'],
  ])
})

test('a refusal that is documented by default is any status from 400 to 499', async () => {
  const document = structuredClone(shop)
  const { get } = document.paths['/till']
  const { '401': refusal, ...others } = get.responses
  Object.assign(get, { responses: { ...others, default: refusal } })
  const report = await verifySandbox(await startSandbox(), {}, document)
  expect(report.outcome).toBe('kept')
  const tried = report.results.filter(({ operation }) => operation === 'openTill')
  expect(tried.map(({ case: name, status }) => [name, status])).toEqual([
    ['documented request', 204],
    ['without credentials', 401],
  ])
})

test('a body of the caller takes the place of the documented ones', async () => {
  const sandbox = await startSandbox()
  await verifySandbox(sandbox, { requests: { 'shop#placeOrder': { body: { sku: 'ink' } } } })
  const bodies = sandbox.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/orders')
  expect(bodies.map(({ body }) => body)).toEqual(['{"sku":"ink"}', '{"sku":"ink"}', '{}'])
})

test('an empty body of the documented media type is no body', async () => {
  const { report } = await verifyAnswers((one) =>
    isToken(one)
      ? keeping(one)
      : new Response('', { headers: { 'content-type': 'application/json', 'x-total': '1' } }),
  )
  const list = report.results.find(({ operation }) => operation === 'listOrders')
  expect(list?.findings).toMatchObject([
    { at: '/headers/content-type', expected: 'must be application/json', received: 'no body' },
  ])
})

test('a media type goes before the range that covers it', async () => {
  const document = structuredClone(shop)
  const { responses } = document.paths['/orders/{id}'].get
  const { content } = responses['200']
  Object.assign(responses['200'], { content: { '*/*': { schema: { type: 'string' } }, ...content } })
  const report = await verifySandbox(await startSandbox(), {}, document)
  expect(report.results.filter(({ outcome }) => outcome !== 'kept')).toEqual([])
})
