import { expect, test } from 'vitest'
import { basic, changed, startSandbox, user } from './fixtures/start-sandbox.ts'

const password = { grant_type: 'password', ...user }

test('client credentials give the documented answer with fresh values', async () => {
  const { sandbox, requestToken } = await startSandbox({
    clock: { now: () => 5000 },
    tokenLifetimeSeconds: 60,
  })
  const response = await requestToken({ grant_type: 'client_credentials' })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const [issued] = sandbox.issued
  expect(await response.json()).toEqual({
    access_token: issued?.accessToken,
    token_type: 'bearer',
    expires_in: 60,
  })
  expect(issued).toEqual({
    accessToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    clientId: 'desk',
    schemes: ['library#staff'],
    issuedAt: 5000,
    expiresAt: 65_000,
    revoked: false,
  })
})

test('a password gives a token for the user, with a refresh token and the scope and subject that were sent', async () => {
  const { sandbox, requestToken } = await startSandbox()
  const response = await requestToken({ ...password, scope: 'read write' }, { 'x-desk': 'north' })
  expect(Object.keys((await response.json()) as object)).toEqual([
    'access_token',
    'token_type',
    'expires_in',
    'refresh_token',
    'scope',
  ])
  expect(sandbox.issued[0]).toMatchObject({
    username: user.username,
    subject: 'north',
    scope: 'read write',
    schemes: ['library#reader', 'archive#visitor'],
  })
})

test.each([
  ['no credentials', ''],
  ['a wrong secret', `Basic ${btoa('desk:pencil')}`],
  ['an unknown client', `Basic ${btoa('chair:ink+pen')}`],
  ['no colon', `Basic ${btoa('desk')}`],
  ['another scheme', 'Bearer desk:ink+pen'],
])('%s is answered with the documented refusal of the client', async (_, authorization) => {
  const { sandbox, requestToken } = await startSandbox()
  const response = await requestToken(password, { authorization })
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Basic')
  expect(await response.json()).toEqual({ error: 'invalid_client' })
  expect(sandbox.issued).toEqual([])
})

test('basic takes id and secret as they are in UTF-8, client_secret_basic form-encoded', async () => {
  const clients = [{ clientId: 'dësk:1', clientSecret: 'ink+pen:%' }]
  const header = (pair: string) => ({ authorization: `basic ${Buffer.from(pair).toString('base64')}` })
  const raw = header('desk:ink+pen:%')
  const encoded = header('d%C3%ABsk%3A1:ink%2Bpen%3A%25')
  const formed = changed(({ paths }) => {
    paths['/token'].post['x-token-operation'].client = 'client_secret_basic'
  })
  const plain = await startSandbox({ clients: [{ clientId: 'desk', clientSecret: 'ink+pen:%' }] })
  expect((await plain.requestToken(password, raw)).status).toBe(200)
  const strict = await startSandbox({ clients }, [formed])
  expect((await strict.requestToken(password, encoded)).status).toBe(200)
  expect((await strict.requestToken(password, header('desk:%zz'))).status).toBe(401)
})

test.each([
  ['a wrong password', { ...password, password: 'steam' }, 'invalid_grant'],
  ['an unknown user', { ...password, username: 'eve@library.example' }, 'invalid_grant'],
  ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'none' }, 'invalid_grant'],
  ['a scope the client may not ask for', { ...password, scope: 'read burn' }, 'invalid_scope'],
  ['an unknown grant type', { grant_type: 'telepathy' }, 'unsupported_grant_type'],
  ['no grant type', { username: 'ada' }, 'invalid_request'],
  ['a missing member', { grant_type: 'password', username: 'ada' }, 'invalid_request'],
])('%s is answered with its documented refusal', async (_, form, error) => {
  const clients = [{ clientId: 'desk', clientSecret: 'ink+pen', scopes: ['read', 'write'] }]
  const { sandbox, requestToken } = await startSandbox({ clients })
  const response = await requestToken(form as unknown as Record<string, string>)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error })
  expect(sandbox.issued).toEqual([])
})

test('a union by grant type tells only what the chosen branch misses', async () => {
  const { sandbox, requestToken } = await startSandbox()
  await requestToken({ grant_type: 'password', username: 'ada' })
  expect(sandbox.requests.at(-1)?.violations).toEqual([
    { pointer: '/body/password', rule: 'required', message: "must have required property 'password'" },
  ])
  await requestToken({ grant_type: 'telepathy' })
  expect(sandbox.requests.at(-1)?.violations).toMatchObject([{ pointer: '/body/grant_type', rule: 'enum' }])
})

test('what the document leaves open is answered as RFC 6749 says', async () => {
  const silent = changed(({ paths }) => {
    paths['/token'].post.responses = { '200': paths['/token'].post.responses['200'] } as never
  })
  const { requestToken } = await startSandbox({}, [silent])
  const client = await requestToken(password, { authorization: `Basic ${btoa('a:b')}` })
  expect([client.status, await client.json()]).toEqual([401, { error: 'invalid_client' }])
  const grant = await requestToken({ ...password, password: 'x' })
  expect([grant.status, await grant.json()]).toEqual([400, { error: 'invalid_grant' }])
  const type = await requestToken({ grant_type: 'x' })
  expect([type.status, await type.json()]).toMatchObject([
    400,
    { error: 'unsupported_grant_type', violations: [{}] },
  ])
})

test('an unknown grant type is a wrong request where the document has no refusal of its own for it', async () => {
  const plain = changed(({ paths }) => {
    const { grant_type_rejected: _, ...marks } = paths['/token'].post.responses['400']['x-token-error']
    paths['/token'].post.responses['400']['x-token-error'] = marks as never
  })
  const { sandbox, requestToken } = await startSandbox({}, [plain])
  const response = await requestToken({ grant_type: 'telepathy' })
  expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }])
  expect(sandbox.requests.at(-1)?.violations).toMatchObject([{ pointer: '/body/grant_type', rule: 'enum' }])
})

test('a client in the body, a token in a header and places the example does not have', async () => {
  const { sandbox } = await startSandbox()
  const send = (body: unknown) =>
    fetch(sandbox.url('https://south.archive.example/v2/key'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: basic },
      body: JSON.stringify(body),
    })
  const response = await send({ api_key: 'desk', api_secret: 'ink+pen' })
  expect(response.headers.get('x-archive-token')).toBe(sandbox.issued[0]?.accessToken)
  expect(await response.json()).toEqual({ life: { seconds: 3600 } })
  const wrong = await send({ api_key: 'desk', api_secret: 'x' })
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }])
  const missing = await send({ api_key: 'desk' })
  expect([missing.status, await missing.json()]).toMatchObject([
    404,
    { violations: [{ pointer: '/body/api_secret' }] },
  ])
})
