// Prints the last line of a CI run from vitest's JSON report: what was counted, nothing typed in.
import { readFileSync } from 'node:fs'

const [report] = process.argv.slice(2)
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
  readFileSync(report, 'utf8'),
)
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`)
process.exit(numFailedTests === 0 && numPassedTests > 0 ? 0 : 1)
