import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { dial } from './fixtures/dial.ts'
import { startSandbox } from './fixtures/start-sandbox.ts'

const api = 'https://api.library.example'

/** A sandbox in a process of its own, which tells the most memory that it ever had, in MiB. */
async function startChild() {
  const program = `
    import { createSandbox } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    import { library } from ${JSON.stringify(new URL('fixtures/library.ts', import.meta.url).href)}
    const sandbox = await createSandbox([library], { clients: [], control: true })
    const tell = () => console.log(JSON.stringify([Math.round(process.resourceUsage().maxRSS / 1024), sandbox.controlOrigin]))
    process.stdin.on('data', tell)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program])
  onTestFinished(() => void child.kill())
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ask = async () => {
    child.stdin.write('\n')
    return JSON.parse((await lines.next()).value ?? '[]') as [number, string]
  }
  const [, control] = await ask()
  const origins = (await (await fetch(`${control}/origins`)).json()) as { [origin: string]: string }
  const peak = async () => (await ask())[0]
  return { origin: origins[api] as string, control, peak }
}

const chunk = Buffer.alloc(64 * 1024, 'x')

function* hundredMegabytes() {
  for (let sent = 0; sent < 100 * 1024 * 1024; sent += chunk.byteLength) yield chunk
}

async function upload(url: string, headers: { [name: string]: string }) {
  const sending = request(url, { method: 'POST', headers })
  Readable.from(hundredMegabytes()).pipe(sending)
  const [response] = await once(sending, 'response')
  await text(response)
  return response.statusCode
}

test('bodies of 100 MB are answered with 413 and leave no trace in memory', async () => {
  const { origin, control, peak } = await startChild()
  await upload(`${origin}/v1/books`, {})
  const before = await peak()
  for (const headers of [
    {},
    { 'content-type': 'application/json', 'content-length': String(100 * 1024 * 1024) },
  ])
    expect(await upload(`${origin}/v1/books`, headers)).toBe(413)
  expect(await upload(`${control}/faults`, { 'content-type': 'application/json' })).toBe(400)
  const [request] = (await (await fetch(`${control}/requests?from=1`)).json()) as { body: string }[]
  expect(request).toMatchObject({ status: 413, body: '', violations: [{ rule: 'length' }] })
  expect((await peak()) - before).toBeLessThan(50)
})

test.each([
  ['one header of 20 KB', `a: ${'x'.repeat(20_000)}\r\n`],
  ['ten thousand headers', 'a: b\r\n'.repeat(10_000)],
  ['a header that never ends', 'x'.repeat(200_000)],
  ['a path of 20 KB', '', `/${'x'.repeat(20_000)}`],
])('%s is answered with 431', async (_, headers, path = '/v1/books/newest') => {
  const { sandbox, callApi } = await startSandbox()
  const socket = await dial(sandbox.origin(api))
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`)
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 431 /)
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(sandbox.requests).toHaveLength(1)
})

test('five hundred small headers are read', async () => {
  const { sandbox } = await startSandbox()
  const socket = await dial(sandbox.origin(api))
  const headers = Array.from({ length: 500 }, (_, index) => `${index}:\r\n`)
  socket.end(`GET /v1/books/newest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers.join('')}\r\n`)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 204 /)
})

test.each([
  [
    'a chunk that is no chunk',
    'POST /v1/books HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ],
  ['two lengths', 'POST /v1/books HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['a broken line end', 'GET / HTTP/1.1\nHost: a\rB: c\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['an unknown method', 'BREW /v1/books HTTP/1.1\r\nHost: a\r\n\r\n'],
])('malformed HTTP, %s, is refused', async (_, bytes) => {
  const { sandbox, callApi } = await startSandbox()
  const socket = await dial(sandbox.origin(api))
  socket.write(bytes)
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 (400|505) /)
  expect((await callApi('/books/newest')).status).toBe(204)
})

test.each([
  ['a tunnel', 'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a WebSocket', 'GET /v1/books HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['an expectation', 'GET /v1/books HTTP/1.1\r\nHost: a\r\nExpect: the-unexpected\r\n\r\n'],
  ['no path', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an endless escape', 'GET /%E0%A4%A/..%2f..//?%zz=%&&&== HTTP/1.1\r\nHost: a\r\nCookie: ;=;\r\n\r\n'],
  ['half a request and no more', 'GET /v1/books HTTP/1.1\r\nHo'],
])('%s does not take it down', async (_, bytes) => {
  const print = vi.spyOn(process.stderr, 'write')
  const { sandbox, callApi } = await startSandbox()
  const socket = await dial(sandbox.origin(api))
  socket.end(bytes)
  await once(socket.resume(), 'close')
  expect((await callApi('/books/newest')).status).toBe(204)
  expect(print).not.toHaveBeenCalled()
  print.mockRestore()
})

test('connections that never finish their request hold nobody up, and close ends them', async () => {
  const { sandbox, callApi } = await startSandbox({ control: true })
  const origins = [sandbox.origin(api), sandbox.controlOrigin as string]
  const starts = [
    'GET /v1/books HTTP/1.1\r\nHost: ',
    'POST /v1/books HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{',
    '',
  ]
  const slow = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const socket = await dial(origins[index % 2] as string)
      socket.write(starts[index % 3] as string)
      return socket
    }),
  )
  expect((await callApi('/books/newest')).status).toBe(204)
  const open = slow.filter(({ destroyed }) => !destroyed)
  expect(open).toHaveLength(300)
  const ended = Promise.all(open.map((socket) => once(socket.resume(), 'close').catch(() => {})))
  await Promise.all([sandbox.close(), ended])
})

test.each<[string, string, (body: (unit: string) => string) => string]>([
  [
    'a form of many names',
    'application/x-www-form-urlencoded',
    (fill) => fill('k=&').replaceAll('k', () => `${names++}`),
  ],
  ['a form of one name', 'application/x-www-form-urlencoded', (fill) => fill('grant_type=x&')],
  ['deep JSON', 'application/json', (fill) => fill('[')],
  ['deep JSON that fits its schema', 'application/json', (fill) => fill('{"title":"a","sequel":')],
  ['a list of many', 'application/json', (fill) => `[${fill('0,')}0]`],
])('%s, one megabyte of it, is answered', async (_, type, make) => {
  const { sandbox, passwordToken, callApi } = await startSandbox()
  const { access_token } = await passwordToken()
  const body = make((unit) => unit.repeat((1024 * 1000) / unit.length)).slice(0, 1024 * 1024)
  const headers = { 'content-type': type, authorization: `Bearer ${access_token}` }
  const [token, book] = [sandbox.url('https://login.library.example/token'), sandbox.url(`${api}/v1/books`)]
  for (const url of [token, book]) {
    const response = await fetch(url, { method: 'POST', headers, body })
    expect([400, 401, 415, 500]).toContain(response.status)
  }
  expect((await callApi('/books/newest')).status).toBe(204)
})

let names = 0
