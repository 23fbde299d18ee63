import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import Table from 'cli-table3'
import { documentedRules } from './rules/documented-rules.ts'

// The rules with the tests that the last run proved them by: `pnpm rules` after `npm test`.

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

const report: Report = JSON.parse(readFileSync('reports/vitest.json', 'utf8'))
const table = new Table({
  head: ['rule', 'passed', 'files', 'what holds'],
  colWidths: [6, 8, 60, 60],
  wordWrap: true,
})
for (const [rule, sentence] of documentedRules()) {
  const files = new Set<string>()
  let passed = 0
  for (const { name, assertionResults } of report.testResults) {
    const proofs = assertionResults.filter(
      ({ title, status }) => title.startsWith(`${rule} `) && status === 'passed',
    )
    if (proofs.length > 0) files.add(relative('.', name))
    passed += proofs.length
  }
  table.push([rule, passed, [...files].sort().join('\n'), sentence])
}
console.log(table.toString())
