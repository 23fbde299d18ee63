import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type VerificationReport, verify } from '../src/index.ts'
import { granted, verifyAnswers } from './fixtures/answering.ts'
import { shop } from './fixtures/shop.ts'
import { credentials, manualClock, startSandbox, verifySandbox } from './fixtures/verify-sandbox.ts'

/** What the first request has shown. */
const first = ({ results }: VerificationReport) => results.find(({ outcome }) => outcome !== 'skipped')

describe('no answer', () => {
  const findingsOf = async (baseUrl: string, timeoutMs = 60_000) => {
    const bases = { 'https://login.shop.example': baseUrl }
    const report = await verify(shop, { baseUrl: bases, credentials, timeoutMs, clock: manualClock() })
    expect(report.outcome).toBe('inconclusive')
    return report.results.flatMap(({ findings }) => findings.map(({ received }) => received))
  }

  async function serve(
    onConnection: (write: (text: string) => void, end: () => void) => void,
  ): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () =>
        onConnection(
          (text) => socket.write(text),
          () => socket.destroy(),
        ),
      )
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test('nobody listens', async () => {
    const closed = createServer()
    closed.listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    expect((await findingsOf(`http://127.0.0.1:${port}`))[0]).toBe('no complete answer (ECONNREFUSED)')
  })

  test('nobody answers', async () => {
    const received = await findingsOf(await serve(() => {}), 50)
    expect(received).toEqual(Array.from({ length: 2 }, () => 'no complete answer within 50 ms'))
  })

  test('TLS fails', async () => {
    const origin = await serve((write) => write('HTTP/1.1 200 OK\r\n\r\n'))
    const [received] = await findingsOf(origin.replace('http:', 'https:'))
    expect(received).toMatch(/^no complete answer \(ERR_SSL_[A-Z_]+\)$/)
  })

  test('the connection ends in the head, or in the body', async () => {
    const head = await serve((write, end) => {
      write('HTTP/1.1 200 OK\r\n')
      end()
    })
    expect((await findingsOf(head))[0]).toMatch(/^no complete answer \(/)
    const body = await serve((write) => write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'))
    expect((await findingsOf(body, 100))[0]).toBe('no complete answer within 100 ms')
  })

  test('a body without end', async () => {
    let sent = 0
    const endless = () =>
      new ReadableStream({
        pull(stream) {
          sent += 1
          stream.enqueue(new Uint8Array(1 << 20))
        },
      })
    const { report } = await verifyAnswers(() => new Response(sent === 0 ? endless() : ''))
    expect(first(report)?.findings).toMatchObject([{ received: 'a body of more than 16777216 bytes' }])
    expect(sent).toBeLessThan(20)
  })

  test('a fetch that does not listen to its signal', async () => {
    const { report } = await verifyAnswers(() => new Promise(() => {}), { timeoutMs: 1 })
    expect(first(report)?.findings).toMatchObject([{ received: 'no complete answer within 1 ms' }])
  })
})

describe('an abort', () => {
  const reason = new Error('enough')

  test('before the start sends nothing, and asks for no secret', async () => {
    const sandbox = await startSandbox()
    const clientSecret = () => expect.unreachable('it is asked for')
    const client = { ...credentials.client, clientSecret }
    const ended = verifySandbox(sandbox, { signal: AbortSignal.abort(reason), credentials: { client } })
    await expect(ended).rejects.toBe(reason)
    expect(sandbox.requests).toEqual([])
  })

  test('in a request ends it with its reason', async () => {
    const controller = new AbortController()
    const ended = verifyAnswers(
      () => {
        controller.abort(reason)
        return new Promise(() => {})
      },
      { signal: controller.signal },
    )
    await expect(ended).rejects.toBe(reason)
  })

  test('between two requests too, with the clock of this machine', async () => {
    const controller = new AbortController()
    let requests = 0
    const ended = verify(shop, {
      baseUrl: { 'https://login.shop.example': 'https://login.test' },
      credentials,
      requestsPerSecond: 0.001,
      signal: controller.signal,
      fetch: async () => {
        requests += 1
        return granted()
      },
      onResult: () => setTimeout(() => controller.abort(reason)),
    })
    await expect(ended).rejects.toBe(reason)
    expect(requests).toBe(1)
  })
})
