import { refuseMediaTypes, successAnswer } from './answer.ts'
import type { Guard } from './guard.ts'
import type { OperationHandler } from './operation-handler.ts'
import type { Operation } from './operations.ts'
import { refuseViolations } from './refuse-violations.ts'
import type { RequestValidator } from './validate-request.ts'

/** Answers an operation that issues no tokens: who asks, what is accepted, what was sent, and then the success. */
export function createResource(
  operation: Operation,
  guard: Guard,
  validate: RequestValidator,
): OperationHandler {
  return async (request, path, instead) => {
    const { refused, token } = guard(request)
    const answer =
      refused ??
      refuseMediaTypes(operation, request) ??
      refuseViolations(operation, validate(request, path)) ??
      (await instead?.(operation, request, path)) ??
      successAnswer(operation, request.headers)
    return token === undefined ? answer : { ...answer, token }
  }
}
