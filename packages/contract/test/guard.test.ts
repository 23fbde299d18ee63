import { Agent, request } from 'node:http'
import { expect, test } from 'vitest'
import { SandboxError } from '../src/index.ts'
import { basic, startSandbox } from './fixtures/start-sandbox.ts'

test('a call without a token is answered with the documented 401 and a bare challenge', async () => {
  const { callApi } = await startSandbox()
  const response = await callApi('/books')
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(await response.json()).toEqual({ message: 'Show your card.' })
})

test('an unknown token is answered with invalid_token, also where no 401 is documented', async () => {
  const { callApi } = await startSandbox()
  const response = await callApi('/books/1', 'made-up')
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  expect(await response.json()).toEqual({ error: 'unauthorized' })
})

test('a token opens the schemes that its grant issues, and no other', async () => {
  const { sandbox, callApi, requestToken, passwordToken } = await startSandbox()
  const { access_token: reader } = await passwordToken()
  const response = await requestToken({ grant_type: 'client_credentials' })
  const { access_token: staff } = (await response.json()) as { access_token: string }
  const scrolls = (token: string) =>
    fetch(sandbox.url('https://north.archive.example/v2/scrolls'), {
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await callApi('/books/1', reader)).status).toBe(200)
  expect((await callApi('/staff', staff)).status).toBe(200)
  expect((await callApi('/books/1', staff)).status).toBe(401)
  expect((await callApi('/staff', reader)).status).toBe(401)
  expect((await scrolls(reader)).status).toBe(200)
  expect((await scrolls(staff)).status).toBe(401)
})

test('the scheme of the Authorization header is read in any case', async () => {
  const { callApi, passwordToken } = await startSandbox()
  const { access_token } = await passwordToken()
  for (const scheme of ['bearer', 'BEARER'])
    expect(
      (await callApi('/books/1', undefined, { headers: { authorization: `${scheme} ${access_token}` } }))
        .status,
    ).toBe(200)
})

test('an empty requirement leaves an operation open', async () => {
  const { callApi } = await startSandbox()
  expect((await callApi('/books/newest')).status).toBe(204)
})

test('an operation may want the client itself', async () => {
  const { sandbox } = await startSandbox()
  const office = (headers: Record<string, string>) =>
    fetch(sandbox.url('https://north.archive.example/v2/office'), { headers })
  expect((await office({ authorization: basic })).status).toBe(200)
  const refused = await office({})
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Basic'])
})

test('who asks is judged before what is sent', async () => {
  const { sandbox, callApi } = await startSandbox()
  expect((await callApi('/books', 'made-up', { method: 'POST', body: '{' })).status).toBe(401)
  expect(sandbox.requests.at(-1)?.violations).toEqual([])
})

test('a token expires by the clock, to the millisecond', async () => {
  let now = 1_000_000
  const { callApi, passwordToken } = await startSandbox({
    clock: { now: () => now },
    tokenLifetimeSeconds: 10,
  })
  const { access_token } = await passwordToken()
  now += 9_999
  expect((await callApi('/books/1', access_token)).status).toBe(200)
  now += 1
  expect((await callApi('/books/1', access_token)).status).toBe(401)
})

test('revokeAll and expireAll act at once, on open connections too, and spare later tokens', async () => {
  const { sandbox, passwordToken } = await startSandbox()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  const call = (token: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = sandbox.url('https://api.library.example/v1/books/1')
      const sent = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        ports.add(response.socket.localPort)
        response.resume().once('end', () => resolve(response.statusCode))
      })
      sent.once('error', reject).end()
    })
  const first = await passwordToken()
  expect(await call(first.access_token)).toBe(200)
  sandbox.revokeAll()
  expect(await call(first.access_token)).toBe(401)
  const second = await passwordToken()
  expect(await call(second.access_token)).toBe(200)
  sandbox.expireAll()
  expect(await call(second.access_token)).toBe(401)
  expect(await call((await passwordToken()).access_token)).toBe(200)
  expect(ports.size).toBe(1)
  expect(sandbox.issued.map(({ revoked }) => revoked)).toEqual([true, false, false])
  agent.destroy()
})

test('revokeAll leaves refresh tokens alive unless it is told otherwise', async () => {
  const { sandbox, requestToken, passwordToken } = await startSandbox()
  const { refresh_token } = await passwordToken()
  sandbox.revokeAll()
  const refreshed = await requestToken({ grant_type: 'refresh_token', refresh_token })
  const next = (await refreshed.json()) as { refresh_token: string }
  expect(refreshed.status).toBe(200)
  sandbox.revokeAll({ refreshTokens: true })
  const refused = await requestToken({ grant_type: 'refresh_token', refresh_token: next.refresh_token })
  expect([refused.status, await refused.json()]).toEqual([400, { error: 'invalid_grant' }])
})

test.each([
  [{ refreshToken: true }, 'revokeAll: there is no refreshToken; there are refreshTokens.'],
  [{ refreshTokens: 'yes' }, 'revokeAll: refreshTokens must be true or false.'],
  [true, 'revokeAll: must be an object.'],
])('revokeAll(%j) is refused and revokes nothing', async (including, message) => {
  const { sandbox, passwordToken } = await startSandbox()
  await passwordToken()
  expect(() => sandbox.revokeAll(including as object)).toThrow(new SandboxError(message))
  expect(sandbox.issued.map(({ revoked }) => revoked)).toEqual([false])
})
