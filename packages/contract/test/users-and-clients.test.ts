import { expect, test } from 'vitest'
import { client, startSandbox, user } from './fixtures/start-sandbox.ts'

const named = (desk: string) => [{ grant_type: 'password', ...user }, { 'x-desk': desk }] as const

test('an API request is recorded with the token that opened it: whose it is and for whom', async () => {
  const { sandbox, requestToken, callApi } = await startSandbox()
  for (const desk of ['north', 'south']) {
    const { access_token } = (await (await requestToken(...named(desk))).json()) as { access_token: string }
    await callApi('/books/1', access_token)
  }
  const calls = sandbox.requests.filter(({ kind }) => kind === 'api')
  expect(calls.map(({ token }) => token?.subject)).toEqual(['north', 'south'])
  expect(calls.map(({ token }) => token)).toEqual(sandbox.issued)
  expect(sandbox.requests.filter(({ kind, token }) => kind === 'token' && token)).toEqual([])
})

test('a request that no valid token opened is recorded without one', async () => {
  const { sandbox, callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  await callApi('/books/1')
  await callApi('/books/1', 'made-up')
  await callApi('/staff', access_token)
  sandbox.revokeAll()
  await callApi('/books/1', access_token)
  expect(sandbox.requests.slice(1).map(({ token, status }) => [token, status])).toEqual(
    Array(4).fill([undefined, 401]),
  )
})

test('a token that an operation did not need is not recorded', async () => {
  const { sandbox, requestToken, callApi } = await startSandbox()
  const response = await requestToken({ grant_type: 'client_credentials' })
  const { access_token } = (await response.json()) as { access_token: string }
  expect((await callApi('/books/newest', access_token)).status).toBe(204)
  expect(sandbox.requests.at(-1)?.token).toBeUndefined()
})

test('once users have identifiers, a client may name no other', async () => {
  const { sandbox, requestToken } = await startSandbox({ users: [user, { identifier: 'north' }] })
  expect((await requestToken(...named('north'))).status).toBe(200)
  const refused = await requestToken(...named('south'))
  expect([refused.status, await refused.json()]).toEqual([400, { error: 'invalid_grant' }])
  expect((await requestToken({ grant_type: 'password', ...user })).status).toBe(200)
  expect(sandbox.issued.map(({ subject }) => subject)).toEqual(['north', undefined])
})

test('an identifier is no login', async () => {
  const { requestToken } = await startSandbox({ users: [{ identifier: user.username }] })
  expect((await requestToken({ grant_type: 'password', ...user })).status).toBe(400)
})

test('tokens live as long as their client says, else as long as the sandbox says', async () => {
  let now = 0
  const { sandbox, requestToken, callApi } = await startSandbox({
    clock: { now: () => now },
    tokenLifetimeSeconds: 100,
    clients: [client, { clientId: 'guest', clientSecret: 'chalk', tokenLifetimeSeconds: 10 }],
  })
  const ask = async (pair: string) => {
    const form = { grant_type: 'password', ...user }
    const response = await requestToken(form, { authorization: `Basic ${btoa(pair)}` })
    return (await response.json()) as { access_token: string; expires_in: number }
  }
  const [long, short] = [await ask('desk:ink+pen'), await ask('guest:chalk')]
  expect([long.expires_in, short.expires_in]).toEqual([100, 10])
  expect(sandbox.issued.map(({ expiresAt }) => expiresAt)).toEqual([100_000, 10_000])
  const statuses = async () => {
    const answers = [long, short].map(({ access_token }) => callApi('/books/1', access_token))
    return (await Promise.all(answers)).map(({ status }) => status)
  }
  now = 9999
  expect(await statuses()).toEqual([200, 200])
  now = 10_000
  expect(await statuses()).toEqual([200, 401])
})
