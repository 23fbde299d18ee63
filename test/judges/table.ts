import Table from 'cli-table3'
import { disagreementsOf, type Explanation, type Heard } from './hearing.ts'
import type { Verdict } from './verdict.ts'

/** A row for each request; a disagreement carries the number of its explanation, which stands below. */
export function renderHearing(hearing: readonly Heard[], explanations: readonly Explanation[]): string {
  const judges = [...(hearing[0]?.others.keys() ?? [])]
  const table = new Table({
    head: ['request', 'sandbox', ...judges],
    style: { head: [], border: [], compact: true },
  })
  const disagreements = disagreementsOf(hearing, explanations)
  let operation: string | undefined
  for (const heard of hearing) {
    const { request, ours, others } = heard
    if (request.operation !== operation)
      table.push([{ content: request.operation, colSpan: judges.length + 2 }])
    operation = request.operation
    const cells = [...others].map(([judge, verdict]) => {
      const found = disagreements.find((one) => one.heard === heard && one.judge === judge)
      return found ? `${shown(verdict)} [${numberOf(found.explanation)}]` : shown(verdict)
    })
    table.push([request.name, shown(ours), ...cells])
  }
  const notes = explanations.map((one) => {
    const count = disagreements.filter(({ explanation }) => explanation === one).length
    return `[${numberOf(one)}] ${count} times, ${one.judge}: ${one.because}.`
  })
  return [table.toString(), ...notes].join('\n')

  function numberOf(explanation: Explanation | undefined): string {
    return explanation === undefined ? '?' : String(explanations.indexOf(explanation) + 1)
  }
}

function shown({ is, status }: Verdict): string {
  return status === undefined ? is : `${is} ${status}`
}
