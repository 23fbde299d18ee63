import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, jsonAnswer, withViolations } from '../answer.ts'
import { loadDocuments } from '../documents.ts'
import type { Delay, Fault } from '../faults.ts'
import { type HttpServer, openHttpServer } from '../http-server.ts'
import { operationsOf } from '../operations.ts'
import { readMessage } from '../read-message.ts'
import type { SandboxRequest } from '../read-request.ts'
import type { RecordedRequest } from '../recorded-request.ts'
import { createRoutes } from '../routes.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox-interface.ts'
import { createSchemas } from '../schemas.ts'
import { answerUndocumented } from '../undocumented.ts'
import { createRequestValidator } from '../validate-request.ts'
import { controlDocument } from './control-document.ts'

/** Does what a request asks of the sandbox; what it returns is the body of the answer. */
type Control = (sandbox: Sandbox, request: SandboxRequest) => unknown

/** By operationId of the control document. `close` is not here: it waits until it has been answered. */
const controls: { readonly [operationId: string]: Control } = {
  getDocument: ({ controlOrigin }) => ({ ...controlDocument, servers: [{ url: controlOrigin }] }),
  getOrigins: ({ origins }) => Object.fromEntries(origins),
  getUrl: ({ url }, { query }) => ({ url: url(query.get('documented') ?? '') }),
  revokeAll: ({ revokeAll }, { content }) => revokeAll(content as { refreshTokens?: boolean } | undefined),
  expireAll: ({ expireAll }) => expireAll(),
  addFault: ({ fail }, { content }) => fail(content as Fault),
  clearFaults: ({ fail }) => fail(undefined),
  addDelay: ({ delay }, { content }) => delay(content as Delay),
  clearDelays: ({ delay }) => delay(undefined),
  getRequests: ({ requests }, { query }) => requests.slice(Number(query.get('from') ?? 0)).map(writeRequest),
  getIssued: ({ issued }) => issued,
  getReuses: ({ reuses }) => reuses,
  close: () => undefined,
}

/** Opens the control API of a sandbox. */
export async function openControlServer(sandbox: Sandbox, port: number): Promise<HttpServer> {
  const documents = loadDocuments([controlDocument])
  const operations = documents.flatMap(operationsOf)
  const routes = createRoutes(operations)
  const schemas = createSchemas(documents)
  const validators = new Map(operations.map((one) => [one, createRequestValidator(one, schemas)]))

  function answer(request: SandboxRequest): Answer {
    const match = routes.match('http://127.0.0.1', request.method, request.path)
    if (match.found !== 'operation') return answerUndocumented(match)
    if (request.tooLarge) return refuse(400, 'invalid_request', 'The body is too large.')
    const [violation, ...others] = validators.get(match.operation)?.(request, match.values) ?? []
    if (violation !== undefined) {
      const message = `${violation.pointer} ${violation.message}.`
      return withViolations(refuse(400, 'invalid_request', message), [violation, ...others])
    }
    const content = controls[match.operation.id]?.(sandbox, request)
    return content === undefined ? { status: 204, headers: {} } : jsonAnswer(200, content, notStored)
  }

  return openHttpServer('127.0.0.1', port, 'the control API', async (message, gone) => {
    const stranger = refuseStranger(message.headers)
    const request = await readMessage(message)
    if (stranger !== undefined) return stranger
    try {
      const answered = answer(request)
      if (request.path === '/close' && answered.status === 204)
        gone.addEventListener('abort', () => void sandbox.close())
      return answered
    } catch (error) {
      if (error instanceof SandboxError) return refuse(400, 'invalid_request', error.message)
      throw error
    }
  })
}

// A page in a browser must reach it neither by itself (Origin, Sec-Fetch-Site) nor by a name of its own that it lets
// point here (Host).
function refuseStranger(headers: IncomingHttpHeaders): Answer | undefined {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers
  if (origin !== undefined || site !== 'none')
    return refuse(403, 'browser_forbidden', 'The control API is not for browsers; call it from a test.')
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host))
    return refuse(403, 'host_forbidden', 'The control API answers to 127.0.0.1 and localhost only.')
  return undefined
}

const notStored = { 'cache-control': 'no-store' }

function refuse(status: number, error: string, message: string): Answer {
  return jsonAnswer(status, { error, message }, notStored)
}

function writeRequest({ query, bytes, ...request }: RecordedRequest): object {
  return { ...request, query: query.toString(), bytes: Buffer.from(bytes).toString('base64') }
}
