import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Table from 'cli-table3'
import type { DocumentedOperation } from './documented-operation.ts'
import { type DocumentedAnswer, documentedAnswers } from './documented-operation.ts'
import type { Stage } from './stages.ts'
import { isAnswer, type Visit, type Way } from './tour.ts'

/** One documented answer, and the exchanges that ended with it. */
export interface CoverageRow {
  readonly operation: string
  readonly status: number
  /** Null where no body is documented. */
  readonly mediaType: string | null
  readonly exchanges: { readonly [stage in Stage['name']]: number }
  readonly ways: readonly Way[]
}

export type Tours = { readonly [stage in Stage['name']]: readonly Visit[] }

export function coverageOf(operations: readonly DocumentedOperation[], tours: Tours): CoverageRow[] {
  return operations.flatMap(documentedAnswers).map((answer) => rowOf(answer, tours))
}

function rowOf({ operation, status, mediaType }: DocumentedAnswer, tours: Tours): CoverageRow {
  const of = (visits: readonly Visit[]) =>
    visits.filter(
      (visit) => visit.operation.name === operation.name && isAnswer(visit.exchange, status, mediaType),
    )
  const [sandbox, handlers] = [of(tours.sandbox), of(tours.handlers)]
  return {
    operation: operation.name,
    status,
    mediaType: mediaType ?? null,
    exchanges: { sandbox: sandbox.length, handlers: handlers.length },
    ways: [...new Set([...sandbox, ...handlers].map(({ way }) => way))],
  }
}

/** Writes `contract-coverage.txt` and `contract-coverage.json` into a folder. */
export function writeCoverage(folder: string, rows: readonly CoverageRow[]): void {
  const covered = rows.filter(({ exchanges }) => exchanges.sandbox > 0 && exchanges.handlers > 0).length
  mkdirSync(folder, { recursive: true })
  const path = (ending: string) => join(folder, `contract-coverage.${ending}`)
  writeFileSync(path('json'), `${JSON.stringify({ documented: rows.length, covered, rows }, null, 2)}\n`)
  writeFileSync(path('txt'), `${tableOf(rows)}\n${covered} of ${rows.length} documented answers exercised.\n`)
}

function tableOf(rows: readonly CoverageRow[]): string {
  const table = new Table({
    head: ['operation', 'status', 'media type', 'sandbox', 'handlers', 'by'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const { operation, status, mediaType, exchanges, ways } of rows)
    table.push([
      operation,
      status,
      mediaType ?? 'no body documented',
      exchanges.sandbox,
      exchanges.handlers,
      ways.join('; '),
    ])
  return table.toString()
}
