import createClient from 'openapi-fetch'
import { expect, test } from 'vitest'
import { authMiddleware } from '../src/auth-middleware.ts'
import { type Recorded, sharedRecordingServer } from './recording-server.ts'
import { tokenRealm } from './token-realm.ts'

const api = sharedRecordingServer(({ url, headers }, response) => {
  if (url === '/guarded') {
    response.writeHead(headers.authorization === 'Bearer token-2' ? 200 : 401).end('{}')
    return
  }
  const { status, to = '' } = Object.fromEntries(new URL(url, 'http://any.example').searchParams)
  response.writeHead(Number(status ?? 200), { location: to }).end('{}')
})
const elsewhere = sharedRecordingServer(({ url }, response) => {
  response.writeHead(url === '/refused' ? 401 : 200).end('{}')
})

interface AnyCall {
  parameters: {}
  requestBody?: { content: { 'application/json': { id: string } } }
  responses: {}
}

/** Both origins are declared: it is fetch that drops the token between them. */
async function send(status: number, to: string, method: 'get' | 'head' | 'post' = 'get') {
  const realm = tokenRealm()
  const client = createClient<Record<string, Record<typeof method, AnyCall>>>({ baseUrl: api.origin })
  client.use(authMiddleware(realm.tokens, { origins: [api.origin, elsewhere.origin] }))
  const path = `/from?${new URLSearchParams({ status: String(status), to })}`
  const { response } = await client.request(
    method,
    path,
    method === 'post' ? { body: { id: 'confidential' } } : {},
  )
  return { realm, response }
}

const STATUSES = [301, 302, 303, 307, 308]
const authorizations = (requests: readonly Recorded[]) => requests.map(({ headers }) => headers.authorization)

test.each(STATUSES)('B15 authMiddleware: %i on the same origin takes the token along', async (status) => {
  expect((await send(status, '/to')).response.status).toBe(200)
  expect(authorizations(api.requests)).toEqual(['Bearer token-1', 'Bearer token-1'])
})

test.each(STATUSES)(
  'B15 authMiddleware: %i to another origin, declared or not, drops the token',
  async (status) => {
    expect((await send(status, `${elsewhere.origin}/to`)).response.status).toBe(200)
    expect(authorizations(elsewhere.requests)).toEqual([undefined])
  },
)

test.each(STATUSES)(
  'B15 authMiddleware: %i of a POST repeats the body elsewhere where fetch does',
  async (status) => {
    await send(status, `${elsewhere.origin}/to`, 'post')
    const repeated = status >= 307 ? '{"id":"confidential"}' : ''
    expect(elsewhere.requests.map(({ body }) => body.toString())).toEqual([repeated])
    expect(authorizations(elsewhere.requests)).toEqual([undefined])
  },
)

test('B15 authMiddleware: a 401 from another origin says nothing about the token', async () => {
  const { realm, response } = await send(302, `${elsewhere.origin}/refused`)
  expect(response.status).toBe(401)
  expect(realm.invalidated).toEqual([])
  expect(elsewhere.requests).toHaveLength(1)
})

test.each(STATUSES)('B14 authMiddleware: a POST that %i led to a 401 is not sent twice', async (status) => {
  const { realm, response } = await send(status, '/guarded', 'post')
  expect(response.status).toBe(401)
  expect(realm.invalidated).toEqual(['token-1'])
  expect(api.requests.map(({ url }) => url.split('?')[0])).toEqual(['/from', '/guarded'])
})

test.each(['get', 'head'] as const)(
  'B15 authMiddleware: a 401 behind a redirect of a %s on the same origin is sent again from the start',
  async (method) => {
    const { realm, response } = await send(302, '/guarded', method)
    expect(response.status).toBe(200)
    expect(realm.invalidated).toEqual(['token-1'])
    const paths = api.requests.map(({ url }) => url.split('?')[0])
    expect(paths).toEqual(['/from', '/guarded', '/from', '/guarded'])
  },
)
