import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Recorded {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** A real HTTP server on loopback that ends with the test. @returns its origin */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that keeps what it was sent, whole, before it answers. */
export async function recordingServer(
  answer: (request: Recorded, response: ServerResponse) => void = (_, response) => response.end('{}'),
) {
  const requests: Recorded[] = []
  const origin = await listen(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming
    const recorded = { method, url, headers, body: await buffer(incoming) }
    requests.push(recorded)
    answer(recorded, response)
  })
  return { origin, requests }
}

/** An API that takes only the tokens that `accepts` accepts. */
export function guardedServer(accepts: (authorization: string | undefined) => boolean) {
  return recordingServer(({ headers }, response) => {
    response.writeHead(accepts(headers.authorization) ? 200 : 401, { 'content-type': 'application/json' })
    response.end('{"ok":true}')
  })
}
