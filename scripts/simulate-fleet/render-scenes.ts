import Table from 'cli-table3'
import type { Scene } from './simulated-fleet.ts'
import { OPERATIONS } from './simulated-redis.ts'

const columns = [
  ...['scene', 'seconds', 'token calls', ...OPERATIONS],
  ...['peak /s', 'mean /s', 'slowest', 'no answer', 'failed'],
]

/** What a fleet did, one row a scene; what is between "token calls" and "peak" are operations of Redis. */
export function renderScenes(scenes: readonly Scene[]): string {
  const table = new Table({
    head: columns,
    style: { head: [], border: [], compact: true },
    colAligns: columns.map((_, index) => (index === 0 ? 'left' : 'right')),
  })
  for (const { name, ms, tokenCalls, unanswered, failed, load } of scenes) {
    const counts = OPERATIONS.map((operation) => load.counts[operation])
    const total = counts.reduce((sum, count) => sum + count, 0)
    table.push([
      name,
      (ms / 1000).toFixed(1),
      ...[tokenCalls.length, ...counts, load.peak, Math.round((total / ms) * 1000)].map(grouped),
      `${Math.round(load.slowestMs)} ms`,
      grouped(unanswered),
      grouped(failed),
    ])
  }
  return table.toString()
}

export function grouped(count: number): string {
  return count.toLocaleString('en')
}
