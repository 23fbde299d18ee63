import Table from 'cli-table3'
import type { Outcome } from './scenes/play.ts'

/** What became of each scene, by runtime. */
export type Matrix = ReadonlyMap<string, readonly Outcome[]>

/** A row for each scene, a column for each runtime; a dot where the scene is not for the runtime. */
export function renderMatrix(matrix: Matrix): string {
  const runtimes = [...matrix.keys()]
  const scenes = new Set([...matrix.values()].flat().map(({ scene }) => scene))
  const table = new Table({ head: ['scene', ...runtimes], style: { head: [], border: [], compact: true } })
  for (const scene of scenes) {
    const cells = runtimes.map((runtime) => {
      const outcome = matrix.get(runtime)?.find((each) => each.scene === scene)
      return outcome === undefined ? '.' : outcome.problem === undefined ? 'ok' : 'failed'
    })
    table.push([scene, ...cells])
  }
  return table.toString()
}

/** A sentence for each scene that failed. */
export function problemsOf(matrix: Matrix): string[] {
  return [...matrix].flatMap(([runtime, outcomes]) =>
    outcomes
      .filter(({ problem }) => problem !== undefined)
      .map(({ scene, problem }) => `${runtime}, ${scene}: ${problem}`),
  )
}
