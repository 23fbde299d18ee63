import { manualClock } from '@latchkey/auth-core/testing'
import { createContractState, createHandlers } from '@latchkey/contract'
import { createGiniClient, type payApi, type userCenter } from '@latchkey/gini'
import payApiDocument from '@latchkey/gini/pay-api.openapi.json' with { type: 'json' }
import userCenterDocument from '@latchkey/gini/user-center.openapi.json' with { type: 'json' }
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { account, client } from './flows.ts'

// The client as its users have it, at its own URLs, in msw.

const clock = manualClock()
const state = createContractState({ clients: [client], users: [account], tokenLifetimeSeconds: 600, clock })
const { tokens } = state
type Paths = payApi.paths & userCenter.paths
const contract = createHandlers<Paths>([payApiDocument, userCenterDocument], { state })
const server = setupServer(...contract.handlers)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => contract.assertKept())
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

test('tokens are issued, expire, rotate and are revoked as in the sandbox', async () => {
  const gini = createGiniClient({ ...client, user: account, clock })
  const before = tokens.issued.length
  const list = async () => {
    const { response } = await gini.GET('/documents')
    return [response.status, tokens.issued.length - before]
  }
  expect([await list(), await list()]).toEqual([
    [200, 1],
    [200, 1],
  ])
  await clock.advance(600_000)
  expect(await list()).toEqual([200, 2])
  tokens.revokeAll()
  expect(await list()).toEqual([200, 3])
  const [first, second] = tokens.issued.slice(before)
  expect(second?.refreshToken).not.toBe(first?.refreshToken)
})

test('a wrong secret is refused, which is no violation', async () => {
  const gini = createGiniClient({ ...client, clientSecret: 'wrong', user: account, clock })
  await expect(gini.GET('/documents')).rejects.toMatchObject({ code: 'client_rejected' })
})

test('a document of one test', async () => {
  server.use(
    ...contract.override({
      'GET /documents/{id}': ({ params }) => (params.id === 'gone' ? { status: 404 } : undefined),
    }),
  )
  const gini = createGiniClient({ ...client, user: account, clock })
  const statusOf = async (id: string) =>
    (await gini.GET('/documents/{id}', { params: { path: { id } } })).response.status
  expect([await statusOf('gone'), await statusOf('kept')]).toEqual([404, 200])
})

test('a call that breaks the document fails the test, and says where', async () => {
  const gini = createGiniClient({ ...client, user: account, clock })
  // @ts-expect-error the number of documents is no word
  const { response } = await gini.GET('/documents', { params: { query: { limit: 'many' } } })
  expect(response.status).toBe(400)
  expect(contract.assertKept).toThrow('GET /documents: /query/limit must be integer (type, Gini Pay API)')
})
