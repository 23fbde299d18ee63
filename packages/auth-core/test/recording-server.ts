import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'

export interface Recorded {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** As they came, with those that came twice. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

type Answer = (request: Recorded, response: ServerResponse) => void

const ok: Answer = (_, response) => response.end('{}')

/** A real HTTP server on loopback that ends with the test. @returns its origin */
export async function listen(listener: RequestListener): Promise<string> {
  const { origin, close } = await open(listener)
  onTestFinished(close)
  return origin
}

/** A server that keeps what it was sent, whole, before it answers. */
export async function recordingServer(answer: Answer = ok) {
  const requests: Recorded[] = []
  return { origin: await listen(recorder(requests, answer)), requests }
}

/** The same for all tests of a file or a group; each test sees the requests since its own beginning. */
export function sharedRecordingServer(answer: Answer = ok, host = '127.0.0.1') {
  const requests: Recorded[] = []
  let server: Awaited<ReturnType<typeof open>> | undefined
  beforeAll(async () => {
    server = await open(recorder(requests, answer), host)
  })
  beforeEach(() => {
    requests.length = 0
  })
  afterAll(() => server?.close())
  return {
    requests,
    get origin(): string {
      return server?.origin ?? ''
    },
  }
}

/** An API that takes only the tokens that `accepts` accepts. */
export function guardedServer(accepts: (authorization: string | undefined) => boolean) {
  return recordingServer(({ headers }, response) => {
    response.writeHead(accepts(headers.authorization) ? 200 : 401, { 'content-type': 'application/json' })
    response.end('{"ok":true}')
  })
}

async function open(listener: RequestListener, host = '127.0.0.1') {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: (): void => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function recorder(requests: Recorded[], answer: Answer): RequestListener {
  return async (incoming, response) => {
    const { method = '', url = '', headers, rawHeaders } = incoming
    const recorded = { method, url, headers, rawHeaders, body: await buffer(incoming) }
    requests.push(recorded)
    answer(recorded, response)
  }
}
