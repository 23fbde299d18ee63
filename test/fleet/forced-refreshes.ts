import { gatherClosing } from '../../packages/redis/test/gather-closing.ts'
import { startProcesses } from './fleet.ts'
import { places } from './places.ts'
import { startStrictServer } from './strict-server.ts'

// Forced refreshes by many processes, each one waited for: `node forced-refreshes.ts [processes] [refreshes of each]`.

const [processes = 8, refreshes = 200] = process.argv.slice(2).map(Number)
const fleet = await startProcesses(processes)

for (const { name, isThere, open } of places) {
  if (!isThere) throw new Error(`There is no redis-server on this machine for ${name}.`)
  const closing = gatherClosing()
  const server = await startStrictServer(closing)
  const { address: place } = await open(closing)
  const source = { grant: 'refresh token', tokenUrl: server.tokenUrl, place } as const
  await Promise.all(fleet.map((member) => member.become(source)))

  const begun = performance.now()
  const outcomes = await Promise.all(
    fleet.map((member) => member.getTokens(refreshes, { force: true, pace: 'one by one' })),
  )
  const failures = outcomes.flat().filter((outcome) => !outcome.startsWith('token-'))
  const spentTwice = server.spentTwice()
  console.log({
    place: name,
    refreshes: processes * refreshes,
    failures: failures.length,
    tokenCalls: server.calls.length,
    spentTwice: spentTwice.length,
    familiesRevoked: server.revoked.length,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  })
  if (failures.length + spentTwice.length + server.revoked.length > 0) process.exitCode = 1
  await closing.closeAll()
}

await Promise.all(fleet.map((member) => member.kill()))
