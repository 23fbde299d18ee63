import { type Answer, answerFrom, jsonAnswer, withViolations } from './answer.ts'
import { childOf } from './documents.ts'
import type { Operation } from './operations.ts'
import { refuseContentType } from './refuse-violations.ts'
import type { Refusal } from './token-error.ts'
import type { Violation } from './violation.ts'

// RFC 6749 section 5.2, for what a document leaves open.
const standard: { readonly [name in Refusal]: { readonly status: number; readonly error: string } } = {
  client_rejected: { status: 401, error: 'invalid_client' },
  grant_rejected: { status: 400, error: 'invalid_grant' },
  scope_rejected: { status: 400, error: 'invalid_scope' },
  grant_type_rejected: { status: 400, error: 'unsupported_grant_type' },
  request_rejected: { status: 400, error: 'invalid_request' },
}

/** Answers a refused token request with the first response that the document marks with the refusal. */
export function answerRefusal(
  operation: Operation,
  refusal: Refusal,
  violations: readonly Violation[] = [],
): Answer {
  const contentType = refuseContentType(operation, violations)
  if (contentType !== undefined) return contentType
  // A document that does not tell the two apart knows it as a wrong request.
  const instead = refusal === 'grant_type_rejected' ? 'request_rejected' : refusal
  const answer =
    markedAnswer(operation, refusal) ??
    markedAnswer(operation, instead) ??
    jsonAnswer(standard[refusal].status, { error: standard[refusal].error })
  const challenged =
    refusal === 'client_rejected' && answer.status === 401 ? withChallenge(answer, 'Basic') : answer
  if (violations.length > 0) return withViolations(challenged, violations)
  const isGuess = refusal === 'client_rejected' || refusal === 'grant_rejected'
  return isGuess ? { ...challenged, wrongCredentials: true } : challenged
}

/** The answer with a challenge (RFC 9110 section 11.6.1), unless its document shows one. */
export function withChallenge(answer: Answer, challenge: string): Answer {
  return { ...answer, headers: { 'www-authenticate': challenge, ...answer.headers } }
}

// An example of null means that no body is documented.
function markedAnswer(operation: Operation, refusal: Refusal): Answer | undefined {
  for (const [key, response] of operation.responses) {
    const mark = childOf(response, 'x-token-error', refusal).value
    if (mark === undefined) continue
    const status = /^\d+$/.test(key) ? Number(key) : standard[refusal].status
    if (typeof mark === 'string') return answerFrom(response, status, undefined, mark)
    return { status, headers: answerFrom(response, status).headers }
  }
  return undefined
}
