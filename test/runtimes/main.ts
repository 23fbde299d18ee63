import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { packPackages } from '../packed-packages.ts'
import { buildApp } from './app.ts'
import { installRuntimes } from './installed.ts'
import { type Matrix, problemsOf, renderMatrix } from './matrix.ts'
import { type Runtime, runtimes } from './runtimes.ts'
import { type Outcome, TO_THE_END } from './scenes/play.ts'
import { openStage } from './stage.ts'

// B25: the packed packages on every runtime. `node test/runtimes/main.ts [runtime ...]`, such as `bun 'node 20'`.

const root = fileURLToPath(new URL('../..', import.meta.url))

function prepare(): void {
  execFileSync('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], { cwd: root })
  installRuntimes()
}

async function playAll(names: readonly string[]): Promise<Matrix> {
  const packed = packPackages()
  try {
    const folder = await buildApp(packed)
    const matrix = new Map<string, readonly Outcome[]>()
    for (const name of names) {
      console.log(`Playing on ${name}`)
      const stage = await openStage()
      const stopped = (error: unknown) => [{ scene: TO_THE_END, problem: String(error) }]
      matrix.set(name, await (runtimes[name] as Runtime)(folder, stage).catch(stopped))
      await stage.close()
    }
    return matrix
  } finally {
    packed.remove()
  }
}

const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : Object.keys(runtimes)
const unknown = names.find((name) => !(name in runtimes))
if (unknown !== undefined)
  throw new Error(`There is no "${unknown}"; there are ${Object.keys(runtimes).join(', ')}.`)
prepare()
const matrix = await playAll(names)
console.log(renderMatrix(matrix))
for (const problem of problemsOf(matrix)) console.log(problem)
process.exitCode = problemsOf(matrix).length > 0 ? 1 : 0
