import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** Servers that stand side by side are told apart by their `x-name`. */
export function serverNames({ document }: Spec): SpecProblem[] {
  const servers = document.servers ?? []
  if (servers.length < 2) return []
  const names = servers.map((server) => server['x-name'])
  return servers.flatMap((_, index) => {
    const pointer = ['servers', index]
    const name = names[index]
    if (name === undefined) return [{ pointer, message: 'one of several servers needs an x-name' }]
    return names.indexOf(name) < index ? [{ pointer, message: `the x-name "${name}" is taken already` }] : []
  })
}
