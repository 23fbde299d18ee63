import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { controlDocument } from '../src/control/control-document.ts'
import { createSandbox } from '../src/index.ts'
import { library } from './fixtures/library.ts'
import { paths, startControlled } from './fixtures/start-controlled.ts'
import { client, startSandbox } from './fixtures/start-sandbox.ts'

const operations = Object.values(paths).flatMap((item) => Object.values(item))

test('everything that the sandbox does in code it does over HTTP, as documented', async () => {
  const { sandbox, control, called, passwordToken, callApi, requestToken } = await startControlled()
  const library = 'https://api.library.example'
  expect((await control('GET', '/origins')).body).toEqual(Object.fromEntries(sandbox.origins))
  expect(sandbox.origins.get(library)).toBe(sandbox.origin(library))
  const documented = `${library}/v1/books?limit=1`
  const url = await control('GET', `/url?documented=${encodeURIComponent(documented)}`)
  expect(url).toEqual({ status: 200, body: { url: sandbox.url(documented) } })

  const { access_token, refresh_token } = await passwordToken()
  const call = async () => (await callApi('/books/1', access_token)).status
  expect(await call()).toBe(200)
  expect((await control('GET', '/issued')).body).toEqual(sandbox.issued)
  expect((await control('POST', '/expire-all')).status).toBe(204)
  expect([await call(), sandbox.issued[0]?.revoked]).toEqual([401, false])
  expect((await control('POST', '/revoke-all')).status).toBe(204)
  expect([await call(), sandbox.issued[0]?.revoked]).toEqual([401, true])
  const refresh = () => requestToken({ grant_type: 'refresh_token', refresh_token })
  expect((await refresh()).status).toBe(200)
  expect((await refresh()).status).toBe(400)
  const reuses = (await control('GET', '/reuses')).body as object[]
  expect([reuses, reuses.length]).toEqual([sandbox.reuses, 1])
  const next = (await passwordToken()).refresh_token
  await control('POST', '/revoke-all', { refreshTokens: true })
  expect((await requestToken({ grant_type: 'refresh_token', refresh_token: next })).status).toBe(400)

  const fault = { fault: 'server_error', status: 502, on: 'newestBook' }
  expect((await control('POST', '/faults', fault)).status).toBe(204)
  expect((await callApi('/books/newest')).status).toBe(502)
  expect((await control('POST', '/faults', { fault: 'custom', status: 410 })).status).toBe(204)
  expect((await callApi('/nowhere')).status).toBe(410)
  expect((await control('DELETE', '/faults')).status).toBe(204)
  expect((await callApi('/books/newest')).status).toBe(204)
  expect((await control('POST', '/delays', { on: 'newestBook', ms: 60_000 })).status).toBe(204)
  const waiting = callApi('/books/newest')
  expect((await callApi('/nowhere')).status).toBe(404)
  expect((await control('DELETE', '/delays')).status).toBe(204)
  expect((await callApi('/books/newest')).status).toBe(204)

  const document = (await control('GET', '/openapi.json')).body as { servers: object; paths: object }
  expect(document.servers).toEqual([{ url: sandbox.controlOrigin }])
  expect(document.paths).toEqual(controlDocument.paths)
  const ended = expect(waiting).rejects.toThrow('fetch failed')
  expect((await control('POST', '/close')).status).toBe(204)
  await ended
  await expect(fetch(sandbox.controlOrigin as string)).rejects.toThrow('fetch failed')
  await expect(callApi('/books')).rejects.toThrow('fetch failed')
  expect(called).toContain('getReuses')
  expect([...called, 'getRequests'].sort()).toEqual(operations.map(({ operationId }) => operationId).sort())
})

test('requests are told as they were recorded, from where one likes', async () => {
  const { sandbox, control, callApi, passwordToken } = await startControlled()
  const { access_token } = await passwordToken()
  await callApi('/books/1?a=%20b', access_token)
  await callApi('/nowhere', undefined, { method: 'POST', body: Buffer.from([0xff, 0x00]) })
  const [token, book, nowhere] = (await control('GET', '/requests')).body as object[]
  expect(token).toMatchObject({ kind: 'token', operationId: 'createToken', status: 200 })
  expect(book).toMatchObject({ path: '/v1/books/1', query: 'a=+b', token: sandbox.issued[0], body: '' })
  expect(nowhere).toMatchObject({ kind: 'unknown', method: 'POST', bytes: '/wA=', status: 404 })
  expect(nowhere).not.toHaveProperty('operationId')
  expect((await control('GET', '/requests?from=2')).body).toEqual([nowhere])
  expect((await control('GET', '/requests?from=9')).body).toEqual([])
})

const refusals: [string, string, unknown, RegExp][] = [
  ['POST', '/faults', { fault: 'gremlin' }, /\/body\/fault/],
  ['POST', '/faults', { fault: 'slow_body' }, /\/body\/ms must have required property 'ms'/],
  [
    'POST',
    '/faults',
    { fault: 'server_error', on: 'nobody' },
    /^on: no operation is called nobody; there are /,
  ],
  ['POST', '/faults', {}, /\/body/],
  ['POST', '/faults', undefined, /\/body must have a body/],
  ['POST', '/delays', { ms: 'long' }, /\/body\/ms must be number/],
  ['POST', '/delays', { on: 'nobody', ms: 1 }, /^on: no operation is called nobody/],
  ['POST', '/revoke-all', { refreshToken: true }, /\/body\/refreshToken/],
  ['GET', '/requests?from=-1', undefined, /\/query\/from must be >= 0/],
  ['GET', '/url', undefined, /\/query\/documented must have required/],
  ['GET', '/url?documented=https://elsewhere.example', undefined, /^no document has the server /],
]

test('what is wrong is refused in JSON that says why', async () => {
  const { sandbox, control, callApi } = await startControlled()
  for (const [method, target, body, message] of refusals) {
    expect(await control(method, target, body), `${method} ${target}`).toEqual({
      status: 400,
      body: expect.objectContaining({ error: 'invalid_request', message: expect.stringMatching(message) }),
    })
  }
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(sandbox.issued).toEqual([])
})

test('what is no JSON, too long or not documented is refused', async () => {
  const { origin } = await startControlled()
  const post = (body: string, type = 'application/json') =>
    fetch(`${origin}/faults`, { method: 'POST', body, headers: { 'content-type': type } })
  for (const response of [await post('{'), await post('{}', 'text/plain'), await post('x'.repeat(2 ** 21))])
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }])
  const [path, method] = [await fetch(`${origin}/faulty`), await fetch(`${origin}/faults`)]
  expect([path.status, await path.json()]).toMatchObject([404, { error: 'not_found' }])
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST, DELETE'])
})

test('it is not there unless it is asked for, and its port can be chosen', async () => {
  const { sandbox } = await startSandbox()
  expect(sandbox.controlOrigin).toBeUndefined()
  const { sandbox: off } = await startSandbox({ control: false })
  expect(off.controlOrigin).toBeUndefined()
  const first = await startControlled()
  await first.sandbox.close()
  const port = Number(new URL(first.origin).port)
  const second = await startControlled({ control: { port } })
  expect(second.origin).toBe(first.origin)
  const third = createSandbox([library], { clients: [client], control: { port } })
  await expect(third).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use, wanted for the control API; choose another port or leave it out.`,
  )
})

test('its document is sound', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-control-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'control.json')
  const redocly = fileURLToPath(new URL('../../../node_modules/@redocly/cli/bin/cli.js', import.meta.url))
  const lint = (document: object) => {
    writeFileSync(file, JSON.stringify(document))
    const command = [redocly, 'lint', '--extends=recommended-strict', file]
    const env = { ...process.env, CI: 'true', REDOCLY_TELEMETRY: 'off' }
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', env })
    return { status, printed: stdout + stderr }
  }
  expect(lint(controlDocument)).toMatchObject({ status: 0 })
  expect(lint({ ...controlDocument, components: {} })).toMatchObject({ status: 1 })
})
