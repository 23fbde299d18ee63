import { createSandbox } from '@latchkey/contract'
import { createGbgClient } from '@latchkey/gbg'
import document from '@latchkey/gbg/openapi.json' with { type: 'json' }
import { expect, onTestFinished, test } from 'vitest'
import { client, connect, journey, tokenUrl } from './flows.ts'

const user = { username: 'api+user@tenant.example', password: 'p&ss=w%rd ü' }

async function startSandbox() {
  const sandbox = await createSandbox([document], { clients: [client], users: [user] })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The form of the only token call. */
function tokenForm({ requests }: Awaited<ReturnType<typeof startSandbox>>) {
  const [request, ...others] = requests.filter(({ kind }) => kind === 'token')
  expect(others).toEqual([])
  return Object.fromEntries(new URLSearchParams(request?.body))
}

test.each(['eu', 'us', 'au'] as const)(
  'the region %s has its own host, the token one for all',
  async (region) => {
    const sent: string[] = []
    const gbg = createGbgClient({
      ...client,
      region,
      async fetch(url) {
        sent.push(String(url))
        return Response.json({ access_token: 'token-1', token_type: 'Bearer', expires_in: 300 })
      },
    })
    await gbg.POST('/journey/start', { body: journey })
    expect(sent).toEqual([tokenUrl, `https://${region}.platform.go.gbgplc.com/v2/captain/journey/start`])
  },
)

test('a missing or unknown region is refused with the choices', () => {
  const refused = /^Option "region" .* eu, us, au\.$/
  // @ts-expect-error neither a region nor a base URL
  expect(() => createGbgClient(client)).toThrow(refused)
  // @ts-expect-error no such region
  expect(() => createGbgClient({ ...client, region: 'ca' })).toThrow(refused)
  const baseUrl = 'https://gbg.example'
  // @ts-expect-error no such region, which a base URL does not change
  expect(() => createGbgClient({ ...client, region: 'ca', baseUrl })).toThrow(refused)
})

test('client credentials are a form, encoded so that special characters arrive', async () => {
  const sandbox = await startSandbox()
  await connect(sandbox, {}).POST('/journey/start', { body: journey })
  const [token] = sandbox.requests
  expect(token?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(token?.body).toContain('client_secret=gbg+secret+%26+100%25+made%2Bup+%3D+%C3%BC')
  expect(tokenForm(sandbox)).toEqual({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope: 'gbg.token',
  })
})

test.each([
  ['openid', 'openid'],
  [['openid', 'profile'], 'openid profile'],
])('the scope %j takes the place of gbg.token', async (scope, expected) => {
  const sandbox = await startSandbox()
  await connect(sandbox, { scope }).POST('/journey/start', { body: journey })
  expect(tokenForm(sandbox)['scope']).toBe(expected)
})

test('the password grant takes a scope too, as non-production tenants need it', async () => {
  const sandbox = await startSandbox()
  const { response } = await connect(sandbox, { user, scope: 'openid' }).POST('/journey/start', {
    body: journey,
  })
  expect(response.ok).toBe(true)
  expect(tokenForm(sandbox)).toMatchObject({ grant_type: 'password', ...user, scope: 'openid' })
})

test('a user makes it the password grant, by itself without a scope', async () => {
  const sandbox = await startSandbox()
  const { response } = await connect(sandbox, { user }).POST('/journey/start', { body: journey })
  expect(response.ok).toBe(true)
  expect(tokenForm(sandbox)).toEqual({
    grant_type: 'password',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    ...user,
  })
})

test.each([
  ['null', null],
  ['text', 'ada'],
  ['a list', ['ada']],
  ['half a user', { username: 'ada' }],
  ['misspelt', { username: 'ada', pasword: 'ada' }],
  ['more than a user', { ...user, tokenUrl: 'https://ada.example', clientId: 'ada', parameters: {} }],
])('a user that is %s is refused when the client is made', (_, wrong) => {
  const make = () => createGbgClient({ ...client, region: 'eu', user: wrong as never })
  expect(make).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  expect(make).toThrow(/^Option "user" [^:]* "username" and "password", and nothing else\.$/)
  expect(make).not.toThrow(/ada/)
})

test('a wrong password is the grant, not the client', async () => {
  const sandbox = await startSandbox()
  const gbg = connect(sandbox, { user: { ...user, password: 'wrong' } })
  sandbox.fail({ on: 'token', status: 400, body: { error: 'invalid_grant' } })
  await expect(gbg.POST('/journey/start', { body: journey })).rejects.toMatchObject({
    code: 'grant_rejected',
    response: { status: 400, error: 'invalid_grant' },
  })
})

test('the error envelope of the API is typed, and 403 is not taken for an expired token', async () => {
  const sandbox = await startSandbox()
  const gbg = connect(sandbox, {})
  sandbox.fail({ on: 'startJourney', status: 403 })
  const { error, response } = await gbg.POST('/journey/start', { body: journey })
  expect(response.status).toBe(403)
  expect(error?.errors[0]).toMatchObject({ code: expect.any(String), problem: expect.any(String) })
  expect(sandbox.requests).toHaveLength(2)
})
