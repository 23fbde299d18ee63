import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The context's own `onTestFinished`: the one of vitest does not know which of several concurrent tests it is in. */
export interface Closing {
  onTestFinished(close: () => void): void
}

/** A real HTTP server on loopback whose origin is known before what it answers. It ends with the test. */
export async function serve({ onTestFinished }: Closing) {
  const server = createServer()
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (listener: RequestListener) => void server.on('request', listener),
  }
}
