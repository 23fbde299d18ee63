import { createSandbox, type Fault } from '@latchkey/contract'
import { createGogoxClient } from '@latchkey/gogox'
import document from '@latchkey/gogox/openapi.json' with { type: 'json' }
import { expect, onTestFinished, test } from 'vitest'
import { client, connect, order } from './flows.ts'

async function startSandbox() {
  const sandbox = await createSandbox([document], { clients: [client] })
  onTestFinished(() => sandbox.close())
  return sandbox
}

test('baseUrl is required, because the pages write it as a placeholder', () => {
  // @ts-expect-error baseUrl is missing
  expect(() => createGogoxClient(client)).toThrow(/^Option "baseUrl" is missing/)
})

test('the token call is a POST of JSON below baseUrl', async () => {
  const sandbox = await startSandbox()
  const { data } = await connect(sandbox, {}).GET('/api/v2/orders/{uuid}', order)
  const [token] = sandbox.requests
  expect(token).toMatchObject({ method: 'POST', path: '/oauth/token' })
  expect(token?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' })
  expect(JSON.parse(token?.body ?? '')).toEqual({
    client_id: client.clientId,
    client_secret: client.clientSecret,
    grant_type: 'client_credentials',
  })
  expect(data?.uuid).toBe(order.params.path.uuid)
})

test('a baseUrl with a path keeps it, also for the token call', async () => {
  const sent: string[] = []
  const gogox = createGogoxClient({
    ...client,
    baseUrl: 'https://gateway.example/gogox/',
    async fetch(url) {
      sent.push(String(url))
      return Response.json({ access_token: 'token-1', expires_in: 7200 })
    },
  })
  await gogox.GET('/api/v2/orders/{uuid}', order)
  expect(sent).toEqual([
    'https://gateway.example/gogox/oauth/token',
    `https://gateway.example/gogox/api/v2/orders/${order.params.path.uuid}`,
  ])
})

test.each(['https://api.example.com/v1?', 'https://api.example.com/v1#', 'https://api.example.com/ '])(
  'the baseUrl %j is refused by name, before anything is sent',
  (baseUrl) => {
    const refused = { code: 'invalid_options', message: expect.stringMatching(/^Option "baseUrl" /) }
    expect(() => createGogoxClient({ ...client, baseUrl })).toThrow(expect.objectContaining(refused))
  },
)

const refusals: [name: string, fault: Fault, code: string, response: object][] = [
  ['the documented body', { status: 401 }, 'client_rejected', { error: 'invalid_client' }],
  ['no body', { status: 401, body: '' }, 'client_rejected', { status: 401 }],
  ['another error', { status: 401, body: { error: 'invalid_request' } }, 'grant_rejected', { status: 401 }],
]

test.each(refusals)(
  'a 401 of the token endpoint with %s refuses, and is not taken for an expiry',
  async (_, fault, code, response) => {
    const sandbox = await startSandbox()
    sandbox.fail({ ...fault, on: 'token' })
    const call = connect(sandbox, {}).GET('/api/v2/orders/{uuid}', order)
    await expect(call).rejects.toMatchObject({ code, response })
    expect(sandbox.requests).toHaveLength(1)
  },
)

test('a token without a lifetime serves until it is refused', async () => {
  const sandbox = await startSandbox()
  sandbox.fail({ on: 'token', status: 200, body: { access_token: 'without-lifetime' }, times: 1 })
  const gogox = connect(sandbox, {})
  const { response } = await gogox.GET('/api/v2/orders/{uuid}', order)
  const sent = sandbox.requests.map(({ kind, status }) => [kind, status])
  expect(response.status).toBe(200)
  expect(sent).toEqual([
    ['token', 200],
    ['api', 401],
    ['token', 200],
    ['api', 200],
  ])
})
