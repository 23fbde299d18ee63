import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProcesses } from './fleet.ts'
import { startStrictServer } from './strict-server.ts'

// Forced refreshes by many processes, each one waited for: `node main.ts [processes] [refreshes of each]`.

const [processes = 8, refreshes = 200] = process.argv.slice(2).map(Number)
const closing: (() => unknown)[] = []
const server = await startStrictServer({ onTestFinished: (close) => closing.push(close) })
const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
const fleet = await startProcesses(processes)
const source = { grant: 'refresh token', tokenUrl: server.tokenUrl, directory } as const
await Promise.all(fleet.map((member) => member.become(source)))

const begun = performance.now()
const outcomes = await Promise.all(
  fleet.map((member) => member.getTokens(refreshes, { force: true, pace: 'one by one' })),
)
const failures = outcomes.flat().filter((outcome) => !outcome.startsWith('token-'))
const spentTwice = server.spentTwice()
console.log({
  refreshes: processes * refreshes,
  failures: failures.length,
  tokenCalls: server.calls.length,
  spentTwice: spentTwice.length,
  familiesRevoked: server.revoked.length,
  seconds: Math.round((performance.now() - begun) / 100) / 10,
})
process.exitCode = failures.length + spentTwice.length + server.revoked.length === 0 ? 0 : 1

await Promise.all(fleet.map((member) => member.kill()))
for (const close of closing) close()
rmSync(directory, { recursive: true })
