import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import type { Answer } from '../src/answer.ts'
import type { Fault } from '../src/index.ts'
import { effectOf } from '../src/named-faults.ts'
import { dial } from './fixtures/dial.ts'
import { startSandbox, user } from './fixtures/start-sandbox.ts'

const password = { grant_type: 'password', ...user }

async function startFailing(fault: Fault) {
  const started = await startSandbox()
  started.sandbox.fail(fault)
  return started
}

test('reset_mid_body: the token is issued, the answer breaks off', async () => {
  const { sandbox, requestToken } = await startFailing({ fault: 'reset_mid_body', times: 1 })
  const response = await requestToken(password)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  expect([response.status, sandbox.issued.length]).toEqual([200, 1])
  const { value: half } = await reader.read()
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan((half?.byteLength ?? 0) + 1)
  await expect(reader.read()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect((await requestToken(password)).status).toBe(200)
})

test('reset_mid_body without a body: the connection breaks after the head', async () => {
  const { sandbox, callApi } = await startFailing({ fault: 'reset_mid_body' })
  const socket = await dial(sandbox.origin('https://api.library.example'))
  socket.write('GET /v1/books/newest HTTP/1.1\r\nHost: a\r\n\r\n')
  const [head] = await once(socket, 'data')
  expect(String(head)).toMatch(/^HTTP\/1\.1 204 /)
  await expect(once(socket, 'close')).rejects.toMatchObject({ code: 'ECONNRESET' })
  sandbox.fail(undefined)
  expect((await callApi('/books/newest')).status).toBe(204)
})

test('slow_headers: the head comes line by line and is whole at the end', async () => {
  const { sandbox, callApi } = await startFailing({ fault: 'slow_headers', ms: 60_000 })
  const ask = async () => {
    const socket = await dial(sandbox.origin('https://api.library.example'))
    socket.write('GET /v1/books HTTP/1.1\r\nHost: a\r\n\r\n')
    return socket
  }
  const waiting = await ask()
  expect(String((await once(waiting, 'data'))[0])).toBe('HTTP/1.1 401 Unauthorized\r\n')
  waiting.destroy()
  sandbox.fail({ fault: 'slow_headers', ms: 10 })
  expect(await text(await ask())).toMatch(
    /^HTTP\/1\.1 401 Unauthorized\r\n(?:[a-z-]+: .+\r\n)+\r\n\{"message":"Show your card\."\}$/,
  )
  const response = await callApi('/books')
  expect([response.status, await response.json()]).toEqual([401, { message: 'Show your card.' }])
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(await (await callApi('/books', undefined, { method: 'HEAD' })).text()).toBe('')
})

test('slow_body: the body comes in pieces and is whole at the end', async () => {
  const { sandbox, callApi } = await startFailing({ fault: 'slow_body', ms: 60_000 })
  const read = async () => ((await callApi('/books')).body as ReadableStream<Uint8Array>).getReader()
  const waiting = await read()
  expect(Buffer.from((await waiting.read()).value ?? []).toString()).toBe('{')
  await waiting.cancel()
  sandbox.fail({ fault: 'slow_body', ms: 60_000, pieceBytes: 5 })
  const inFives = await read()
  expect((await inFives.read()).value).toHaveLength(5)
  await inFives.cancel()
  sandbox.fail({ fault: 'slow_body', ms: 1 })
  expect(await (await callApi('/books')).json()).toEqual({ message: 'Show your card.' })
  expect((await callApi('/books/newest')).status).toBe(204)
})

test('tar_pit: wrong credentials wait, right ones do not', async () => {
  const { sandbox, requestToken, callApi } = await startFailing({ fault: 'tar_pit', ms: 60_000 })
  const wrong = requestToken({ ...password, password: 'steam' })
  wrong.catch(() => {})
  await vi.waitFor(() => expect(sandbox.requests[0]?.status).toBe(400), { interval: 5 })
  const { access_token } = (await (await requestToken(password)).json()) as { access_token: string }
  expect((await callApi('/books/1', access_token)).status).toBe(200)
  expect((await callApi('/books')).status).toBe(401)
  expect((await requestToken({ grant_type: 'telepathy' })).status).toBe(400)
  expect(await Promise.race([wrong, Promise.resolve('waiting')])).toBe('waiting')
  await sandbox.close()
  await expect(wrong).rejects.toThrow('fetch failed')
})

test('tar_pit: the wait grows with each wrong try', async () => {
  const effect = effectOf({ fault: 'tar_pit', ms: 10 }, Date)
  const waitOf = async (answer: Partial<Answer>) =>
    (await effect(async () => ({ status: 401, headers: {}, ...answer }), undefined))?.delivery?.waitMs
  const wrong = { wrongCredentials: true } as const
  const waits = []
  for (const answer of [wrong, wrong, {}, wrong]) waits.push(await waitOf(answer))
  expect(waits).toEqual([10, 20, undefined, 30])
})

test.each([
  ['a wrong client', 'token', { authorization: `Basic ${btoa('desk:pencil')}` }],
  ['a wrong token', 'api', { authorization: 'Bearer made-up' }],
])('tar_pit: %s is made to wait', async (_, on, headers) => {
  const { sandbox, requestToken, callApi } = await startFailing({ fault: 'tar_pit', on, ms: 60_000 })
  const waiting = on === 'token' ? requestToken(password, headers) : callApi('/books', undefined, { headers })
  waiting.catch(() => {})
  await vi.waitFor(() => expect(sandbox.requests[0]?.status).toBe(401), { interval: 5 })
  expect(await Promise.race([waiting, callApi('/books/newest').then(({ status }) => status)])).toBe(204)
})

test('a client that leaves a slow answer disturbs nobody', async () => {
  const { sandbox, callApi } = await startSandbox()
  for (const fault of ['slow_headers', 'slow_body', 'tar_pit'] as const) {
    sandbox.fail({ fault, ms: 60_000 })
    const leaving = new AbortController()
    const headers = { authorization: 'Bearer made-up' }
    const call = callApi('/books', undefined, { signal: leaving.signal, headers }).then((one) => one.text())
    call.catch(() => {})
    await vi.waitFor(() => expect(sandbox.requests.at(-1)?.status).toBe(401), { interval: 5 })
    leaving.abort()
    await expect(call).rejects.toThrow('aborted')
    sandbox.fail(undefined)
    expect((await callApi('/books/newest')).status).toBe(204)
  }
})
