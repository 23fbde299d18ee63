import type { Violation } from '../violation.ts'

/** Which request broke its document. */
interface BrokenBy {
  /** Method and path template, such as `GET /orders/{id}`; as sent where no operation is documented for them. */
  readonly operation: string
  /** Undefined where no operation is documented for the request. */
  readonly operationId: string | undefined
  /** The title of the document. */
  readonly document: string
}

/** One way in which a request broke its document, and which request it was. */
export interface ContractViolation extends BrokenBy, Violation {}

/** Thrown by `assertKept()`. Its message has a line for each violation, without values of the request. */
export class ContractViolationError extends Error {
  override readonly name = 'ContractViolationError'
  readonly violations: readonly ContractViolation[]

  constructor(violations: readonly ContractViolation[]) {
    const lines = violations.map(
      ({ operation, pointer, message, rule, document }) =>
        `${operation}: ${pointer} ${message} (${rule}, ${document})`,
    )
    super(`The contract was broken:\n${lines.join('\n')}`)
    this.violations = violations
  }
}

/** What has gone wrong, kept until somebody asks. */
export interface Journal {
  /** Every violation since the start. */
  readonly violations: readonly ContractViolation[]
  record(where: BrokenBy, violations: readonly Violation[]): void
  /** Keeps what code of the user has thrown while a request was answered. */
  recordError(error: unknown): void
  assertKept(): void
}

export function createJournal(onViolation: ((violation: ContractViolation) => void) | undefined): Journal {
  const violations: ContractViolation[] = []
  const errors: unknown[] = []
  let asserted = 0
  return {
    violations,
    record(where, broken) {
      for (const violation of broken) {
        const recorded = { ...where, ...violation }
        violations.push(recorded)
        onViolation?.(recorded)
      }
    },
    recordError: (error) => void errors.push(error),
    assertKept() {
      const [error] = errors.splice(0)
      const unsaid = violations.slice(asserted)
      asserted = violations.length
      if (unsaid.length > 0) throw new ContractViolationError(unsaid)
      if (error !== undefined) throw error
    },
  }
}
