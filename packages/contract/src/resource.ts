import { type Answer, refuseMediaTypes, successAnswer } from './answer.ts'
import type { Guard } from './guard.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import { refuseViolations } from './refuse-violations.ts'
import type { PathValues } from './routes.ts'
import type { RequestValidator } from './validate-request.ts'

/** Answers an operation that issues no tokens: who asks, what is accepted, what was sent, and then the success. */
export function createResource(operation: Operation, guard: Guard, validate: RequestValidator) {
  return (request: SandboxRequest, path: PathValues): Answer =>
    guard(request) ??
    refuseMediaTypes(operation, request) ??
    refuseViolations(operation, validate(request, path)) ??
    successAnswer(operation, request.headers)
}
