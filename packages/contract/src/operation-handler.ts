import type { Answer } from './answer.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import type { PathValues } from './routes.ts'

/** Answers one operation. */
export type OperationHandler = (
  request: SandboxRequest,
  path: PathValues,
  instead?: Instead,
) => Promise<Answer>

/** Gives an answer in place of the success, or undefined to leave it. */
export type Instead = (
  operation: Operation,
  request: SandboxRequest,
  path: PathValues,
) => Answer | undefined | Promise<Answer | undefined>
