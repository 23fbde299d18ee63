import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** `info.x-id` is the file name with its dot as a hyphen, so that `issues` can name another document. */
export function documentId({ packageName, name, document }: Spec): SpecProblem[] {
  const expected = name === undefined ? packageName : `${packageName}-${name}`
  const found = document.info['x-id']
  if (found === expected) return []
  return [
    {
      pointer: ['info', 'x-id'],
      message: `x-id must be "${expected}", as the file name has it, not "${found}"`,
    },
  ]
}
