import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { LIVES_PER_SEED } from '../packages/auth-core/test/model/life-cycle.ts'

// The model-based test of the token life cycle, at length:
// `node scripts/model.ts --runs 100000`, and with `--seed` the same lives again.

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const runs = Number(values.runs ?? 100_000)
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30))
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(firstSeed)) {
  console.error('model: --runs is a number of lives, --seed a whole number')
  process.exit(2)
}

const batches = Array.from({ length: Math.ceil(runs / LIVES_PER_SEED) }, (_, index) => ({
  seed: firstSeed + index,
  lives: Math.min(LIVES_PER_SEED, runs - index * LIVES_PER_SEED),
}))
const total = batches.length
let lived = 0
let broken = 0

/** Lives batch after batch, each in a process of its own, until none is left. */
async function work(): Promise<void> {
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const { seed, lives } = batch
    const child = fork(new URL('./model/lives.child.ts', import.meta.url), [String(seed), String(lives)])
    const passed = await new Promise<boolean>((resolve) =>
      child.on('exit', (status) => resolve(status === 0)),
    )
    if (passed) lived += lives
    else {
      broken++
      console.log(`again: node scripts/model.ts --runs ${lives} --seed ${seed}`)
    }
    if ((total - batches.length) % 10 === 0) console.log(`${lived} lives`)
  }
}

console.log(`model: ${runs} lives, --seed ${firstSeed}`)
const start = performance.now()
await Promise.all(Array.from({ length: availableParallelism() }, work))
const seconds = (performance.now() - start) / 1000
console.log(`model: ${lived} lives passed, ${broken} seeds failed, ${seconds.toFixed(0)} s`)
process.exitCode = broken === 0 ? 0 : 1
