import type { CaseOutcome, CaseResult } from './case-result.ts'
import { toJUnit } from './junit.ts'
import { toTable } from './report-table.ts'

/** What the verification has shown; `JSON.stringify` gives all of it. */
export interface VerificationReport {
  /** `drift` when anything differs; `kept` when something was verified, nothing differs and nothing is open. */
  readonly outcome: 'kept' | 'drift' | 'inconclusive'
  readonly counts: { readonly [outcome in CaseOutcome]: number }
  /** How many operations the documents have, and how many of them answered at least one request. */
  readonly operations: { readonly documented: number; readonly verified: number }
  /** What is left out comes first, the rest in the order in which it was sent. */
  readonly results: readonly CaseResult[]
  /** A line for each case and finding. */
  toTable(): string
  /** JUnit's XML: drift is a failure, what is inconclusive an error. */
  toJUnit(): string
}

export function createReport(results: readonly CaseResult[], documented: number): VerificationReport {
  const count = (outcome: CaseOutcome) => results.filter((result) => result.outcome === outcome).length
  const counts = {
    kept: count('kept'),
    drift: count('drift'),
    inconclusive: count('inconclusive'),
    skipped: count('skipped'),
  }
  const isOpen = counts.inconclusive > 0 || counts.kept === 0
  const answered = results.filter(({ status }) => status !== undefined)
  const verified = new Set(answered.map(({ documentId, operation }) => `${documentId}#${operation}`)).size
  return {
    outcome: counts.drift > 0 ? 'drift' : isOpen ? 'inconclusive' : 'kept',
    counts,
    operations: { documented, verified },
    results,
    toTable: () => toTable(results, counts),
    toJUnit: () => toJUnit(results),
  }
}
