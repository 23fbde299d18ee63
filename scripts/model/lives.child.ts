import { checkLives } from '../../packages/auth-core/test/model/life-cycle.ts'

// One batch of lives: `node lives.child.ts SEED LIVES`.

const [seed, lives] = process.argv.slice(2).map(Number)
const problem = await checkLives(seed as number, lives)
if (problem !== undefined) console.log(problem)
process.exitCode = problem === undefined ? 0 : 1
