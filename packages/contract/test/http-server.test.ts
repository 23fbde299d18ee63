import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { dial } from './fixtures/dial.ts'
import { startSandbox } from './fixtures/start-sandbox.ts'

const library = 'https://api.library.example'

test('garbage is answered with 400, and the server stays up and prints nothing', async () => {
  const print = vi.spyOn(process.stderr, 'write')
  const { sandbox, callApi } = await startSandbox()
  for (const garbage of [
    '\0\0\0\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nA B: c\r\n\r\n',
  ]) {
    const socket = await dial(sandbox.origin(library))
    socket.write(garbage)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 (400|505)/)
  }
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(print).not.toHaveBeenCalled()
  print.mockRestore()
})

test('an upload that breaks off is no request', async () => {
  const { sandbox, callApi } = await startSandbox()
  const socket = await dial(sandbox.origin(library))
  socket.write('POST /v1/books HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
  socket.destroy()
  await once(socket, 'close')
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(sandbox.requests).toHaveLength(1)
})

test('a client that leaves before the answer disturbs nobody', async () => {
  const { sandbox, callApi } = await startSandbox()
  sandbox.delay({ on: 'listBooks', ms: 60_000 })
  const leaving = new AbortController()
  const call = callApi('/books', undefined, { signal: leaving.signal })
  await vi.waitFor(() => expect(sandbox.requests).toHaveLength(1), { interval: 5 })
  leaving.abort()
  await expect(call).rejects.toThrow('aborted')
  expect((await callApi('/books/newest')).status).toBe(204)
})

test('what a request is recorded with', async () => {
  const { sandbox, callApi } = await startSandbox()
  await callApi('/books?limit=3&limit=4', undefined, { method: 'POST', body: 'ä', headers: { 'X-Two': 'b' } })
  expect(sandbox.requests).toMatchObject([
    {
      kind: 'api',
      operationId: 'addBook',
      documentId: 'library',
      method: 'POST',
      path: '/v1/books',
      body: 'ä',
      status: 401,
    },
  ])
  const [{ query, headers, bytes, serverOrigin } = {}] = sandbox.requests
  expect(query?.getAll('limit')).toEqual(['3', '4'])
  expect(headers).toMatchObject({ 'x-two': 'b', 'x-branch': 'main' })
  expect(bytes).toHaveLength(2)
  expect(serverOrigin).toBe(library)
})

test('an error inside the sandbox is one line of JSON under status 500', async () => {
  let broken = false
  const now = () => {
    if (broken) throw new Error('the clock\nfell down')
    return 0
  }
  const { callApi, passwordToken } = await startSandbox({ clock: { now } })
  const { access_token } = await passwordToken()
  broken = true
  const response = await callApi('/books/1', access_token)
  expect([response.status, await response.text()]).toEqual([
    500,
    '{"error":"sandbox_error","message":"the clock"}',
  ])
})

test('close ends open and waiting connections at once, and twice is once', async () => {
  const { sandbox, callApi } = await startSandbox()
  const idle = await dial(sandbox.origin(library))
  sandbox.delay(60_000)
  const waiting = callApi('/books')
  waiting.catch(() => {})
  await vi.waitFor(() => expect(sandbox.requests).toHaveLength(1), { interval: 5 })
  await Promise.all([sandbox.close(), once(idle, 'close')])
  await expect(waiting).rejects.toThrow('fetch failed')
  await sandbox.close()
  await expect(callApi('/books')).rejects.toThrow('fetch failed')
})

test('nothing keeps the process alive after close', async () => {
  const program = `
    import { createSandbox } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    import { library } from ${JSON.stringify(new URL('fixtures/library.ts', import.meta.url).href)}
    const sandbox = await createSandbox([library], { clients: [] })
    sandbox.delay(60_000)
    fetch(sandbox.url('${library}/v1/books')).catch(() => {})
    while (sandbox.requests.length === 0) await new Promise(setImmediate)
    await sandbox.close()`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program])
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await once(child, 'exit')
  expect([code, ...(await printed)]).toEqual([0, '', ''])
})
