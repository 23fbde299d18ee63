import type { CaseResult } from './case-result.ts'
import { textOf } from './finding.ts'
import type { VerificationReport } from './verification-report.ts'

const heads = ['operation', 'case', 'status', 'outcome', 'findings']

/** A line for each case, one more for each finding and note after the first, and the counts. */
export function toTable(results: readonly CaseResult[], counts: VerificationReport['counts']): string {
  const rows = [heads, ...results.flatMap(rowsOf)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const total = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
  return [...lines, '', total.join(', ')].join('\n')
}

function rowsOf({ documentId, operation, case: name, outcome, ...result }: CaseResult): string[][] {
  const notes = result.notes.map((note) => `note: ${textOf(note)}`)
  const [first = result.reason ?? '', ...others] = [...result.findings.map(textOf), ...notes]
  const status = result.status === undefined ? '-' : String(result.status)
  return [
    [`${documentId}#${operation}`, name, status, outcome, first],
    ...others.map((text) => ['', '', '', '', text]),
  ]
}
