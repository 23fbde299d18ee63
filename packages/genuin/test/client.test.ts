import { manualClock } from '@latchkey/auth-core/testing'
import { createSandbox } from '@latchkey/contract'
import { createGenuinClient } from '@latchkey/genuin'
import document from '@latchkey/genuin/openapi.json' with { type: 'json' }
import { expect, onTestFinished, test } from 'vitest'
import { community, connect, keyPair } from './flows.ts'

const create = '/api/thirdparty/community/create'

async function startSandbox() {
  const clients = [{ clientId: keyPair.apiKey, clientSecret: keyPair.apiSecret }]
  const sandbox = await createSandbox([document], { clients })
  onTestFinished(() => sandbox.close())
  return sandbox
}

test('baseUrl is required, because no page names a host', () => {
  // @ts-expect-error baseUrl is missing
  expect(() => createGenuinClient(keyPair)).toThrow(/^Option "baseUrl" is missing/)
})

test('the token comes from the header of the answer and goes out as Bearer', async () => {
  const sandbox = await startSandbox()
  const { data } = await connect(sandbox, {}).POST(create, { body: community })
  const [auth, call] = sandbox.requests
  expect(JSON.parse(auth?.body ?? '')).toEqual({ api_key: keyPair.apiKey, api_secret: keyPair.apiSecret })
  expect(auth?.headers['content-type']).toBe('application/json')
  expect(call?.headers['authorization']).toBe(`Bearer ${sandbox.issued[0]?.accessToken}`)
  expect(data?.code).toBe(200)
})

test.each([[undefined], ['']])(
  'a 200 whose header is %j has no token, whatever its body says',
  async (token) => {
    const genuin = createGenuinClient({
      ...keyPair,
      baseUrl: 'https://api.genuin.example',
      fetch: async () =>
        Response.json(
          { 'gn-access-token': 'in-the-body' },
          { headers: token === undefined ? {} : { 'gn-access-token': token } },
        ),
    })
    await expect(genuin.POST(create, { body: community })).rejects.toMatchObject({
      code: 'malformed_token_response',
      response: { status: 200 },
    })
  },
)

test.each([
  [400, '1099', 'An unexpected error occurred processing the request', 'token_endpoint_unavailable'],
  [404, '5235', 'Brand not exists.', 'client_rejected'],
  [412, '5166', 'XXXX-[Invalid Use of API]', 'client_rejected'],
] as const)('%i with code %s is a typed error', async (status, code, message, expected) => {
  const sandbox = await startSandbox()
  sandbox.fail({ on: 'token', status })
  const call = connect(sandbox, {}).POST(create, { body: community })
  await expect(call).rejects.toMatchObject({ code: expected, response: { status, code, message } })
  await expect(call).rejects.toThrow(
    /^Token endpoint http:\/\/127\.0\.0\.1:\d+\/api\/thirdparty\/auth answered \d+/,
  )
  expect(sandbox.requests).toHaveLength(1)
})

test.each([
  [404, 'client_rejected', 'refused the client; check its credentials and the token URL.'],
  [405, 'grant_rejected', 'refused the grant; check user, password, scope and token URL'],
  [415, 'grant_rejected', 'refused the grant;'],
  [422, 'grant_rejected', 'refused the grant;'],
])('the %i of a host that is not Genuin’s points to the URL too', async (status, code, advice) => {
  const sandbox = await startSandbox()
  sandbox.fail({ on: 'token', status, body: '<p>nginx</p>', headers: { 'content-type': 'text/html' } })
  const call = connect(sandbox, {}).POST(create, { body: community })
  await expect(call).rejects.toMatchObject({ code, response: { status } })
  await expect(call).rejects.toThrow(advice)
})

test('a token is used for an hour at most, because Genuin tells no lifetime', async () => {
  const sandbox = await startSandbox()
  const clock = manualClock()
  const genuin = connect(sandbox, { clock })
  expect(await genuin.tokens.getToken()).not.toHaveProperty('expiresAt')
  await clock.advance(3_599_999)
  await genuin.POST(create, { body: community })
  expect(sandbox.issued).toHaveLength(1)
  await clock.advance(1)
  await genuin.POST(create, { body: community })
  expect(sandbox.issued).toHaveLength(2)
})
