import type { Finding } from './finding.ts'

/**
 * | outcome | the server |
 * | --- | --- |
 * | `kept` | answered as the document says |
 * | `drift` | answered otherwise |
 * | `inconclusive` | did not answer, was busy or failing, or does not have what the documented example names |
 * | `skipped` | was not asked; `reason` says why |
 */
export type CaseOutcome = 'kept' | 'drift' | 'inconclusive' | 'skipped'

/** What one request has shown, or why it was not sent. */
export interface CaseResult {
  /** `info.x-id` of the document. */
  readonly documentId: string
  /** The operationId, or method and path. */
  readonly operation: string
  readonly method: string
  /** The path template below the server. */
  readonly path: string
  /** Such as `documented request`, `grant password`, `wrong secret`. */
  readonly case: string
  readonly outcome: CaseOutcome
  /** The status of the answer, where there was one. */
  readonly status?: number
  readonly durationMs: number
  readonly findings: readonly Finding[]
  /** What the document does not speak of, such as members that it does not have. Not a difference. */
  readonly notes: readonly Finding[]
  /** Why it was skipped. */
  readonly reason?: string
}
