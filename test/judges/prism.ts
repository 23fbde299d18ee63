import { load } from './installed.ts'
import type { Judge } from './judge.ts'
import { initOf } from './judged-request.ts'

// `prism mock --errors`, without its command line.

interface PrismServer {
  listen(port: number, host: string): Promise<string>
  close(): Promise<void>
}

interface Prism {
  getHttpOperationsFromSpec(document: object): Promise<unknown[]>
  createServer(operations: unknown[], options: object): PrismServer
}

const config = {
  isProxy: false,
  errors: true,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  mock: { dynamic: false },
}

// Some requests it never answers.
const PATIENCE_MS = 10_000

/** Prism, one server for each document. */
export async function openPrism(documents: readonly object[]): Promise<Judge> {
  const { getHttpOperationsFromSpec } = load('@stoplight/prism-http') as Prism
  const { createServer } = load('@stoplight/prism-http-server') as Prism
  const servers = new Map<string, { readonly origin: string; readonly server: PrismServer }>()
  for (const document of documents) {
    // A copy: it may write into what it reads.
    const operations = await getHttpOperationsFromSpec(structuredClone(document))
    const server = createServer(operations, { config, cors: false, components: { logger: quiet() } })
    const { info } = document as { info: { 'x-id': string } }
    servers.set(info['x-id'], { server, origin: await server.listen(0, '127.0.0.1') })
  }
  return {
    name: 'Prism',
    // It takes paths as the document writes them, below none of the documented servers.
    async send(request) {
      const url = `${servers.get(request.documentId)?.origin}${request.target}`
      try {
        return await fetch(url, { ...initOf(request), signal: AbortSignal.timeout(PATIENCE_MS) })
      } catch (error) {
        if (error instanceof DOMException && error.name === 'TimeoutError') return undefined
        throw error
      }
    },
    async close() {
      for (const { server } of servers.values()) await server.close()
    },
  }
}

function quiet(): object {
  const nothing = () => {}
  const levels = ['trace', 'debug', 'info', 'success', 'warn', 'error']
  return { ...Object.fromEntries(levels.map((level) => [level, nothing])), child: quiet }
}
