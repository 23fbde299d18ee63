import type { Operation } from '../operations.ts'
import type { CaseRequest } from './case-request.ts'

/** A documented success, or one of these statuses as the document writes them. */
type Expected = 'success' | readonly string[]

/** One request, and what the document has for it. */
export interface VerificationCase {
  readonly operation: Operation
  readonly name: string
  readonly request: CaseRequest
  readonly expected: Expected
  /** It names what may exist in the document's examples alone. */
  readonly mayBeMissing?: boolean
  /** Never sent again, whatever comes: a wrong secret is a guess, and guesses lock accounts. */
  readonly onlyOnce?: true
}
