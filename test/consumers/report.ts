import Table from 'cli-table3'

/** A table, and what is wrong. */
export interface Report {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly problems: readonly string[]
}

export function printReport({ head, rows, problems }: Report): void {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } })
  for (const row of rows) table.push([...row])
  console.log(table.toString())
  for (const problem of problems) console.log(problem)
}
