import { type Answer, documentedAnswer, withViolations } from '../answer.ts'
import { toWire } from '../answer-wire.ts'
import type { Instead } from '../operation-handler.ts'
import type { Operation } from '../operations.ts'
import { readFetchRequest } from '../read-request.ts'
import type { Responder } from '../responder.ts'
import type { Match } from '../routes.ts'
import type { Violation } from '../violation.ts'
import type { Journal } from './contract-violation.ts'
import type { loadMsw, MswHandler } from './msw.ts'

export interface HandlerParts {
  readonly msw: ReturnType<typeof loadMsw>
  readonly responder: Responder
  readonly journal: Journal
}

/**
 * A handler for one operation, on all its servers; where `strict`, also for what is not documented at its path, and
 * at its origin, if it is the first operation there. Such a request must not go to the provider.
 */
export function createContractHandler(
  operation: Operation,
  parts: HandlerParts,
  instead: Instead,
  strict: boolean,
): MswHandler {
  const { msw, responder } = parts
  const isMeant = ({ request }: { request: Request }) => {
    const match = matchOf(responder, request)
    if (match.found === 'operation') return match.operation === operation
    return strict && match.operations[0] === operation
  }
  // Not by a path of msw's, in which other characters have a meaning.
  const handler = msw.http.all(isMeant, async ({ request }) => {
    try {
      return toResponse(await answerRequest(request, operation, parts, instead), msw)
    } catch (error) {
      parts.journal.recordError(error)
      throw error
    }
  })
  const [server] = operation.servers
  handler.info.header = `${operation.method} ${server?.origin}${server?.basePath}${operation.path}`
  return handler
}

function matchOf({ routes }: Responder, request: Request): Match {
  const { origin, pathname } = new URL(request.url)
  return routes.match(origin, request.method, pathname)
}

async function answerRequest(
  request: Request,
  operation: Operation,
  { responder, journal }: HandlerParts,
  instead: Instead,
): Promise<Answer | undefined> {
  const match = matchOf(responder, request)
  const { origin, pathname } = new URL(request.url)
  const means = { gone: request.signal, instead }
  // A copy, so that listeners of msw's events can read the body too.
  const answer = await responder.respond(origin, await readFetchRequest(request.clone()), means)
  const violations = match.found === 'operation' ? (answer?.violations ?? []) : [undocumented(match)]
  const { id, document, path } = operation
  journal.record(
    {
      operation: `${request.method} ${match.found === 'nothing' ? pathname : path}`,
      operationId: match.found === 'operation' ? id : undefined,
      document: document.title,
    },
    violations,
  )
  return answer && violations.length > 0 ? asBadRequest(answer, operation, violations) : answer
}

function undocumented({ found, operations }: Exclude<Match, { found: 'operation' }>): Violation {
  const methods = [...new Set(operations.map(({ method }) => method))].join(' or ')
  return found === 'path'
    ? { pointer: '/method', rule: 'method', message: `must be ${methods}` }
    : {
        pointer: '/path',
        rule: 'path',
        message: 'must be documented; a handler of your own goes before these',
      }
}

/** The answer under status 400, in the documented form where there is one, with the violations. */
function asBadRequest(answer: Answer, operation: Operation, violations: readonly Violation[]): Answer {
  const refused =
    answer.status === 400 ? answer : (documentedAnswer(operation, 400) ?? { ...answer, status: 400 })
  return withViolations(refused, violations)
}

function toResponse(answer: Answer | undefined, { HttpResponse }: HandlerParts['msw']): Response {
  if (answer === undefined) return HttpResponse.error()
  const { body, ...init } = toWire(answer)
  return new HttpResponse(body && new Uint8Array(body), init)
}
