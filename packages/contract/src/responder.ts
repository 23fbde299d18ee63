import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, documentedAnswer, jsonAnswer, withViolations } from './answer.ts'
import { checkIssues } from './check-issues.ts'
import type { ContractState } from './contract-state.ts'
import { loadDocuments } from './documents.ts'
import { createFaults, type Faults } from './faults.ts'
import { createGuard } from './guard.ts'
import type { Instead, OperationHandler } from './operation-handler.ts'
import { type Operation, operationsOf } from './operations.ts'
import { maxBodyBytes, type SandboxRequest } from './read-request.ts'
import { type RecordedRequest, recordRequest } from './recorded-request.ts'
import { createResource } from './resource.ts'
import { createRoutes, type Match, type Routes } from './routes.ts'
import { createSchemas } from './schemas.ts'
import { createTokenEndpoint } from './token-endpoint.ts'
import { answerUndocumented } from './undocumented.ts'
import { createRequestValidator } from './validate-request.ts'

/** From a request to its answer, whatever carries the two. */
export interface Responder {
  readonly operations: readonly Operation[]
  readonly routes: Routes
  /** Every request since the start, in the order of arrival. */
  readonly requests: readonly RecordedRequest[]
  readonly faults: Faults
  /**
   * The answer to a request to a documented server origin, or undefined where the connection is to be broken. Rejects
   * when `gone` tells that the client has gone away.
   */
  respond(serverOrigin: string, request: SandboxRequest, means?: Means): Promise<Answer | undefined>
}

interface Means {
  /** Ends a delay, because the client has gone away. */
  readonly gone?: AbortSignal
  /** Asked for requests that were let in and keep their document, before a success is made or a token issued. */
  readonly instead?: Instead
}

/**
 * Answers as the documents say. Responders that are given the same state know each other's tokens.
 *
 * @throws {SandboxError} when a document is wrong
 */
export function createResponder(documents: readonly unknown[], state: ContractState): Responder {
  const loaded = loadDocuments(documents)
  const operations = loaded.flatMap(operationsOf)
  checkIssues(loaded, operations)
  const schemas = createSchemas(loaded)
  const handlers = new Map(operations.map((operation) => [operation, createHandler(operation)]))
  const routes = createRoutes(operations)
  const faults = createFaults(operations, state.clock)
  const requests: RecordedRequest[] = []

  function createHandler(operation: Operation): OperationHandler {
    const validate = createRequestValidator(operation, schemas)
    return operation.token
      ? createTokenEndpoint(operation, operation.token, state, validate)
      : createResource(operation, createGuard(operation, state), validate)
  }

  async function answerMatch(match: Match, request: SandboxRequest, instead?: Instead): Promise<Answer> {
    if (match.found !== 'operation') return answerUndocumented(match)
    const { operation, values } = match
    if (request.tooLarge) return refuseLength(operation)
    return (handlers.get(operation) as OperationHandler)(request, values, instead)
  }

  return {
    operations,
    routes,
    requests,
    faults,
    async respond(serverOrigin, request, { gone, instead } = {}) {
      const match = routes.match(serverOrigin, request.method, request.path)
      const operation = match.found === 'operation' ? match.operation : undefined
      const record = recordRequest(request, serverOrigin, operation)
      requests.push(record)
      const delay = faults.delayOf(operation)
      if (delay > 0) await pause(delay, undefined, gone && { signal: gone })
      const answer = await faults.apply(operation, () => answerMatch(match, request, instead))
      record.status = answer?.status
      record.token = answer?.token
      record.violations = answer?.violations ?? []
      return answer
    },
  }
}

function refuseLength(operation: Operation): Answer {
  const violation = { pointer: '/body', rule: 'length', message: `must be at most ${maxBodyBytes} bytes` }
  return withViolations(documentedAnswer(operation, 413) ?? jsonAnswer(413, {}), [violation])
}
