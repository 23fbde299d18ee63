import { createSandbox } from '@latchkey/contract'
import { createGiniClient } from '@latchkey/gini'
import { expect, onTestFinished, test } from 'vitest'
import { account, client, connect, connectAccount, connectUserCenter, flows, userId } from './flows.ts'

async function startSandbox() {
  const [{ documents, sandbox: people }] = flows as [(typeof flows)[number]]
  const sandbox = await createSandbox(documents, people)
  onTestFinished(() => sandbox.close())
  return sandbox
}

test('login and documents ask for the vendor media type, the User Center for JSON', async () => {
  const sandbox = await startSandbox()
  await connect(sandbox, {}).as({ identifier: 'user-1' }).GET('/documents')
  await connectUserCenter(sandbox, {}).GET('/api/users/{userId}', userId)
  const asked = sandbox.requests.map(({ operationId, headers }) => [operationId, headers['accept']])
  expect(asked).toEqual([
    ['login', 'application/vnd.gini.v1+json'],
    ['listDocuments', 'application/vnd.gini.v1+json'],
    ['createToken', 'application/json'],
    ['getUser', 'application/json'],
  ])
})

test('an Accept of the caller takes the place of ours, and Gini says 406 to another', async () => {
  const gini = connect(await startSandbox(), { user: { identifier: 'user-1' } })
  const { response } = await gini.GET('/documents', { headers: { accept: 'text/html' } })
  expect(response.status).toBe(406)
})

test.each([
  ['client-id', 'secret', 'Basic Y2xpZW50LWlkOnNlY3JldA=='],
  ['client-id', 'a:b+c%20 d&e=ü', 'Basic Y2xpZW50LWlkOmE6YitjJTIwIGQmZT3DvA=='],
])('Basic carries %s and %s as they are, in UTF-8', async (clientId, clientSecret, expected) => {
  const sent: (string | null)[] = []
  const gini = createGiniClient({
    clientId,
    clientSecret,
    user: { identifier: 'user-1' },
    async fetch(_, init) {
      sent.push(new Headers(init?.headers).get('authorization'))
      return Response.json({ access_token: 'token-1', token_type: 'bearer', expires_in: 3599, documents: [] })
    },
  })
  await gini.GET('/documents')
  expect(sent).toEqual([expected, 'Bearer token-1'])
})

test.each([
  [{ identifier: 'user-1' }, 'https://gateway.example/gini/login'],
  [account, 'https://user.gini.net/oauth/token?grant_type=password'],
])('with a baseUrl the token of %o comes from %s', async (user, expected) => {
  const sent: string[] = []
  const gini = createGiniClient({
    ...client,
    user,
    baseUrl: 'https://gateway.example/gini/',
    async fetch(url) {
      sent.push(String(url))
      return Response.json({ access_token: 'token-1', token_type: 'bearer', expires_in: 3599 })
    },
  })
  await gini.tokens.getToken()
  expect(sent).toEqual([expected])
})

test('a client id with a colon is refused, because Basic would cut it in two', () => {
  expect(() => createGiniClient({ clientId: 'client:id', clientSecret: 'secret' })).toThrow(
    /Option "clientId" .* colon/,
  )
})

test.each(['user-1\r\nX-Admin: 1', 'user-1\n', ' user-1', '', '用户'])(
  'the identifier %j is refused before anything is sent',
  (identifier) => {
    const gini = createGiniClient(client)
    const refused = expect.objectContaining({ code: 'invalid_options' })
    expect(() => gini.as({ identifier })).toThrow(refused)
    expect(() => createGiniClient({ ...client, user: { identifier } })).toThrow(refused)
    expect(() => gini.as({ identifier })).toThrow(/^Option "identifier" /)
  },
)

test.each([
  ['nothing', []],
  ['null', [null]],
  ['text', ['user-1']],
  ['no identifier', [{ identifier: undefined }]],
])('as(...) refuses %s by name, and does not fall back on the account', async (_, users) => {
  const sandbox = await startSandbox()
  const { as } = connectAccount(sandbox, {})
  expect(() => as(...(users as unknown as Parameters<typeof as>))).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: 'Option "identifier" is missing or blank.' }),
  )
  expect(sandbox.requests).toEqual([])
})

test.each([
  ['null', null],
  ['text', 'ada'],
  ['a list', ['ada']],
  ['no identifier', { identifier: undefined }],
  ['a misspelt member', { identifer: 'ada' }],
  ['both ways', { identifier: 'ada', ...account }],
  ['a token URL', { ...account, tokenUrl: 'https://ada.example/token' }],
])('a user that is %s is refused when the client is made', (_, user) => {
  const make = () => createGiniClient({ ...client, user: user as never })
  expect(make).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  expect(make).toThrow(/^Option "user" [^:]* "identifier", or "username" and "password", and nothing else\.$/)
  expect(make).not.toThrow(/ada/)
})

test('as(...) of a client with an account says that its tokens are the account’s', async () => {
  const sandbox = await startSandbox()
  const call = connectAccount(sandbox, {}).as({ identifier: 'user-1' }).GET('/documents')
  await expect(call).rejects.toThrow(/belongs to the user or client that it is made for: as\(\.\.\.\)/)
  expect(sandbox.requests).toEqual([])
})

test('without options the client says that it needs some', () => {
  const make = createGiniClient as () => unknown
  expect(() => make()).toThrow('createGiniClient needs an options object')
})

test('two users have two tokens, and a new view of a user has the token of the old one', async () => {
  const sandbox = await startSandbox()
  const gini = connect(sandbox, {})
  for (const identifier of ['user-1', 'user-2', 'user-1', 'user-2'])
    await gini.as({ identifier }).GET('/documents')
  expect(sandbox.issued.map(({ subject }) => subject)).toEqual(['user-1', 'user-2'])
  const sent = sandbox.requests
    .filter(({ kind }) => kind === 'api')
    .map(({ headers }) => headers['authorization'])
  const [first, second] = sandbox.issued.map(({ accessToken }) => `Bearer ${accessToken}`)
  expect(sent).toEqual([first, second, first, second])
})

test('B12 tokens of one user are not taken for those of another', async () => {
  const sandbox = await startSandbox()
  const { tokens } = connect(sandbox, { user: { identifier: 'user-1' } })
  const shared = createGiniClient({ tokens, baseUrl: sandbox.origin('https://pay-api.gini.net') })
  expect((await shared.as({ identifier: 'user-1' }).GET('/documents')).response.status).toBe(200)
  await expect(shared.as({ identifier: 'user-2' }).GET('/documents')).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.stringContaining('Option "subject" is another user than'),
  })
  expect(sandbox.issued.map(({ subject }) => subject)).toEqual(['user-1'])
  expect(sandbox.requests.filter(({ kind }) => kind === 'api')).toHaveLength(1)
})

test('a client without a user says how to name one', async () => {
  const sandbox = await startSandbox()
  await expect(connect(sandbox, {}).GET('/documents')).rejects.toThrow(/option "user", as\(\.\.\.\)/)
  expect(sandbox.requests).toEqual([])
})

test('a User Center token does not open documents', async () => {
  const sandbox = await startSandbox()
  const { tokens } = connectUserCenter(sandbox, {})
  const gini = createGiniClient({ tokens, baseUrl: sandbox.origin('https://pay-api.gini.net') })
  const { response, data } = await gini.GET('/documents')
  expect([response.status, data]).toEqual([401, undefined])
})

test('after a revocation the refresh token is traded in, from the body and without a query', async () => {
  const sandbox = await startSandbox()
  const gini = connectAccount(sandbox, {})
  await gini.GET('/documents')
  sandbox.revokeAll()
  const { response } = await gini.GET('/documents')
  const [first, second, ...more] = sandbox.requests.filter(({ kind }) => kind === 'token')
  expect(response.status).toBe(200)
  expect(String(first?.query)).toBe('grant_type=password')
  expect(new URLSearchParams(first?.body)).toEqual(new URLSearchParams(account))
  expect(String(second?.query)).toBe('')
  expect(new URLSearchParams(second?.body)).toEqual(
    new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: sandbox.issued[0]?.refreshToken ?? '',
    }),
  )
  expect(more).toEqual([])
})

test('when the refresh token is refused too, the password is used again', async () => {
  const sandbox = await startSandbox()
  const gini = connectAccount(sandbox, {})
  await gini.GET('/documents')
  sandbox.revokeAll({ refreshTokens: true })
  const { response } = await gini.GET('/documents')
  const tokenCalls = sandbox.requests.filter(({ kind }) => kind === 'token')
  expect(response.status).toBe(200)
  expect(tokenCalls.map(({ status }) => status)).toEqual([200, 400, 200])
})

test('a wrong password is the grant, not the client, and is not tried twice', async () => {
  const sandbox = await startSandbox()
  const gini = connectAccount(sandbox, { user: { ...account, password: 'wrong' } })
  const refused = { code: 'grant_rejected', response: { status: 400, error: 'invalid_grant' } }
  await expect(gini.GET('/documents')).rejects.toMatchObject(refused)
  await expect(gini.GET('/documents')).rejects.toMatchObject(refused)
  expect(sandbox.requests).toHaveLength(1)
})

test('the empty answer to a new user is a success, its place in the Location', async () => {
  const sandbox = await startSandbox()
  const body = { email: 'new@users.example', password: 'supersecret' }
  const { response, error } = await connectUserCenter(sandbox, {}).POST('/api/users', { body })
  expect([response.status, error]).toEqual([201, undefined])
  expect(response.headers.get('location')).toMatch(`${sandbox.origin('https://user.gini.net')}/api/users/`)
})
