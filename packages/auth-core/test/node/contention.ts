import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createFileStore } from '@latchkey/auth-core/node'

// Real processes that want one lease of a file store: `node contention.ts [leases] [processes]` prints what came of it.

/** Short, so that many run out. */
export const LEASE_MS = 40
const LEASES_PER_KILL = 30

/** What a process says, by the clock that all of them share: the lease taken, a version written, the lease given back. */
export type Report =
  | { readonly round: number; readonly beganAt: number; readonly takenAt: number }
  | { readonly round: number; readonly version: number }
  | { readonly round: number; readonly releasedAt: number }

/** When a lease was certainly held. */
interface Hold {
  readonly from: number
  until: number
}

export interface Contention {
  readonly leases: number
  readonly writes: number
  readonly kills: number
  /** Leases that began while another one was held. */
  readonly overlaps: number
  /** Versions that two processes were told they had written. */
  readonly writtenTwice: number
  /** Whether the store has the last version that was written. */
  readonly isNewest: boolean
}

/** Lets processes contend until so many leases have been held, and kills one every now and then. */
export async function contend(terms: { leases: number; processes: number }): Promise<Contention> {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const holds: Hold[] = []
  const versions: number[] = []
  const crowd = Array.from({ length: terms.processes }, () => start(directory, holds, versions))
  let kills = 0
  for (; holds.length < terms.leases; await pause(Math.random() * 100)) {
    if (holds.length < (kills + 1) * LEASES_PER_KILL) continue
    const index = Math.floor(Math.random() * crowd.length)
    crowd[index]?.kill('SIGKILL')
    crowd[index] = start(directory, holds, versions)
    kills++
  }
  await Promise.all(crowd.map(stop))
  const { signal } = new AbortController()
  const record = await createFileStore({ directory }).get('key', { signal })
  rmSync(directory, { recursive: true })
  // Whoever was stopped on his way may get a lease that has run out already.
  const held = holds.filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from)
  return {
    leases: holds.length,
    writes: versions.length,
    kills,
    overlaps: held.filter(({ from }, index) => from < (held[index - 1]?.until ?? 0)).length,
    writtenTwice: versions.length - new Set(versions).size,
    isNewest: (record?.version ?? 0) >= Math.max(...versions),
  }
}

function start(directory: string, holds: Hold[], versions: number[]): ChildProcess {
  const child = fileURLToPath(new URL('contention.child.ts', import.meta.url))
  const process = spawn(globalThis.process.execPath, [child, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let last: Hold | undefined
  createInterface({ input: process.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as Report
    if ('version' in report) versions.push(report.version)
    else if ('releasedAt' in report && last !== undefined)
      last.until = Math.min(last.until, report.releasedAt)
    else if ('takenAt' in report) {
      last = { from: report.takenAt, until: report.beganAt + LEASE_MS }
      holds.push(last)
    }
  })
  return process
}

async function stop(process: ChildProcess): Promise<void> {
  const exit = once(process, 'close')
  process.stdin?.end('stop')
  await exit
}

if (import.meta.main) {
  const [leases = 5_000, processes = 8] = process.argv.slice(2).map(Number)
  const contention = await contend({ leases, processes })
  console.log(contention)
  const { overlaps, writtenTwice, isNewest } = contention
  process.exitCode = overlaps === 0 && writtenTwice === 0 && isNewest ? 0 : 1
}
