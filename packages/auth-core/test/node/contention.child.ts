// One of many processes that want the same lease, for contention.ts: `node contention.child.ts <directory>`. It goes on
// until it is killed or told to stop, and says on stdout what it has been given.
import { setTimeout as pause } from 'node:timers/promises'
import { createFileStore } from '@latchkey/auth-core/node'
import { LEASE_MS, type Report } from './contention.ts'

const store = createFileStore({ directory: process.argv[2] ?? '' })
const { signal } = new AbortController()
const now = () => Number(process.hrtime.bigint()) / 1e6
const tell = (report: Report) => process.stdout.write(`${JSON.stringify(report)}\n`)
let isOver = false
process.stdin.on('data', () => {
  isOver = true
  process.stdin.destroy()
})

for (let round = 0; !isOver; round++) {
  const beganAt = now()
  const lease = await store.lease?.('key', LEASE_MS, { signal })
  if (lease === undefined) {
    await pause(Math.random() * 5)
    continue
  }
  tell({ round, beganAt, takenAt: now() })
  const version = ((await store.get('key', { signal }))?.version ?? 0) + 1
  const isWritten = await store.set('key', { value: `${version}`, version, ttlMs: 3_600_000 }, { signal })
  if (isWritten) tell({ round, version })
  // One in five is given up, as by a process that died.
  if (Math.random() < 0.2) continue
  tell({ round, releasedAt: now() })
  await lease.release({ signal })
}
