import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, documentedAnswer, jsonAnswer, withViolations } from './answer.ts'
import { checkIssues } from './check-issues.ts'
import { type ApiDocument, loadDocuments } from './documents.ts'
import { answerFault, createFaults, type Faults } from './faults.ts'
import { createGuard } from './guard.ts'
import { type HttpServer, openHttpServer } from './http-server.ts'
import { type Operation, operationsOf } from './operations.ts'
import { createOrigins, type Origins } from './origins.ts'
import { maxBodyBytes, readRequest, type SandboxRequest } from './read-request.ts'
import { type RecordedRequest, recordRequest } from './recorded-request.ts'
import { createResource } from './resource.ts'
import { createRoutes, type Match, type PathValues, type Routes } from './routes.ts'
import { checkOptions, type SandboxOptions } from './sandbox-options.ts'
import { createSchemas } from './schemas.ts'
import { createTokenEndpoint } from './token-endpoint.ts'
import { createTokenService, type IssuedToken, type TokenService } from './token-service.ts'
import { answerUndocumented } from './undocumented.ts'
import { createRequestValidator } from './validate-request.ts'

/** A running sandbox: one HTTP server for each server origin of its documents; tokens are shared between them. */
export interface Sandbox {
  /**
   * The loopback origin, such as `http://127.0.0.1:41234`, of a documented server URL, its template or its origin.
   *
   * @throws {SandboxError} when no document has the server
   */
  origin(serverUrl: string): string
  /**
   * The documented URL with its origin replaced by the loopback origin.
   *
   * @throws {SandboxError} when no document has the server
   */
  url(documentedUrl: string): string
  /** Revokes every access token at once; the refresh tokens too where `refreshTokens` is true. */
  revokeAll(including?: { readonly refreshTokens?: boolean }): void
  /** Lets every access token expire at once; refresh tokens do not expire. */
  expireAll(): void
  /**
   * Answers requests with a fault from now on. A later fault for the same `on` takes its place; of several that fit,
   * the one for the operation goes before `token` and `api`, and those before the one for every request.
   * `undefined` clears them all.
   *
   * @throws {SandboxError} when a member is unknown or wrong
   */
  fail: Faults['fail']
  /**
   * Waits before each answer; a number of milliseconds is for every request. Chosen like faults; `undefined` clears.
   *
   * @throws {SandboxError} when the operation is unknown or the time is no number
   */
  delay: Faults['delay']
  /** Every request since the start, in the order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /** Every token that was issued, as it stands now. */
  readonly issued: readonly IssuedToken[]
  /** Ends every connection and server at once; a second call does nothing more. */
  close(): Promise<void>
}

type Handler = (request: SandboxRequest, path: PathValues) => Answer

interface Parts {
  readonly routes: Routes
  readonly handlers: ReadonlyMap<Operation, Handler>
  readonly faults: Faults
  readonly requests: RecordedRequest[]
}

/**
 * Starts a sandbox that behaves as the OpenAPI documents say: it checks credentials, validates every request, issues,
 * rotates, expires and revokes tokens, guards the secured operations and answers with the documented examples.
 *
 * @param documents parsed OpenAPI 3.1 documents; `x-token-operation` marks the operations that issue tokens
 * @throws {SandboxError} when an option or a document is wrong, or a port is busy
 */
export async function createSandbox(
  documents: readonly unknown[],
  options: SandboxOptions,
): Promise<Sandbox> {
  const checked = checkOptions(options)
  const loaded = loadDocuments(documents)
  const operations = loaded.flatMap(operationsOf)
  checkIssues(loaded, operations)
  const tokens = createTokenService(checked.clock, checked.tokenLifetimeSeconds)
  const parts: Parts = {
    routes: createRoutes(operations),
    handlers: createHandlers(loaded, operations, checked, tokens),
    faults: createFaults(operations),
    requests: [],
  }
  const loopback = new Map<string, string>()
  const origins = createOrigins(operations, loopback)
  const servers = await openServers(parts, checked, origins)
  for (const [serverOrigin, { origin }] of servers) loopback.set(serverOrigin, origin)
  return {
    origin: origins.origin,
    url: origins.url,
    revokeAll: ({ refreshTokens = false } = {}) => tokens.revokeAll({ refreshTokens }),
    expireAll: tokens.expireAll,
    fail: parts.faults.fail,
    delay: parts.faults.delay,
    requests: parts.requests,
    issued: tokens.issued,
    close: () => closeAll(servers.values()),
  }
}

function createHandlers(
  documents: readonly ApiDocument[],
  operations: readonly Operation[],
  { clients, users, tokenLifetimeSeconds }: Required<SandboxOptions>,
  tokens: TokenService,
): Map<Operation, Handler> {
  const schemas = createSchemas(documents)
  const handlers = operations.map((operation): [Operation, Handler] => {
    const validate = createRequestValidator(operation, schemas)
    const parts = { clients, users, tokens, lifetimeSeconds: tokenLifetimeSeconds, validate }
    const handler = operation.token
      ? createTokenEndpoint(operation, operation.token, parts)
      : createResource(operation, createGuard(operation, tokens, clients), validate)
    return [operation, handler]
  })
  return new Map(handlers)
}

async function openServers(parts: Parts, { host, port }: Required<SandboxOptions>, origins: Origins) {
  const servers = new Map<string, HttpServer>()
  try {
    for (const [index, serverOrigin] of parts.routes.origins.entries()) {
      const server = await openHttpServer(host, port && port + index, serverOrigin, async (message, gone) => {
        const answer = await answerRequest(parts, serverOrigin, await readRequest(message), gone)
        return answer && withLoopbackLocation(answer, origins)
      })
      servers.set(serverOrigin, server)
    }
  } catch (error) {
    await closeAll(servers.values())
    throw error
  }
  return servers
}

/** The path of a request: route, record, delay, fault, and then the operation's own handler. */
async function answerRequest(
  { routes, handlers, faults, requests }: Parts,
  serverOrigin: string,
  request: SandboxRequest,
  gone: AbortSignal,
): Promise<Answer | undefined> {
  const match = routes.match(serverOrigin, request.method, request.path)
  const operation = match.found === 'operation' ? match.operation : undefined
  const record = recordRequest(request, serverOrigin, operation)
  requests.push(record)
  const delay = faults.delayOf(operation)
  if (delay > 0) await pause(delay, undefined, { signal: gone })
  const fault = faults.take(operation)
  if (fault?.reset) return undefined
  const answer = fault ? answerFault(fault, operation) : answerMatch(match, handlers, request)
  record.status = answer.status
  record.violations = answer.violations ?? []
  return answer
}

function answerMatch(match: Match, handlers: Parts['handlers'], request: SandboxRequest): Answer {
  if (match.found !== 'operation') return answerUndocumented(match)
  const { operation, values } = match
  if (request.tooLarge) return refuseLength(operation)
  return (handlers.get(operation) as Handler)(request, values)
}

function refuseLength(operation: Operation): Answer {
  const violation = { pointer: '/body', rule: 'length', message: `must be at most ${maxBodyBytes} bytes` }
  return withViolations(documentedAnswer(operation, 413) ?? jsonAnswer(413, {}), [violation])
}

function withLoopbackLocation(answer: Answer, origins: Origins): Answer {
  const { location } = answer.headers
  return location === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, location: origins.translate(location) } }
}

async function closeAll(servers: Iterable<HttpServer>): Promise<void> {
  await Promise.all([...servers].map((server) => server.close()))
}
