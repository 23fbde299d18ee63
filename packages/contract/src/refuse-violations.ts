import { type Answer, documentedAnswer, jsonAnswer, withViolations } from './answer.ts'
import type { Operation } from './operations.ts'
import type { Violation } from './violation.ts'

/** Answers a request that breaks its document as the operation documents it: 415 for its media type, 400 or 422. */
export function refuseViolations(operation: Operation, violations: readonly Violation[]): Answer | undefined {
  if (violations.length === 0) return undefined
  return refuseContentType(operation, violations) ?? withViolations(refused(operation), violations)
}

/** The documented 415, for a body of an undocumented media type. */
export function refuseContentType(
  operation: Operation,
  violations: readonly Violation[],
): Answer | undefined {
  if (!operation.responses.has('415') || !violations.some(({ rule }) => rule === 'content-type'))
    return undefined
  const answer = documentedAnswer(operation, 415)
  return answer && withViolations(answer, violations)
}

function refused(operation: Operation): Answer {
  const status = !operation.responses.has('400') && operation.responses.has('422') ? 422 : 400
  return documentedAnswer(operation, status) ?? jsonAnswer(status, {})
}
