import { lookUp, referencesOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** A document stands by itself: its references lead to its own components. */
export function localReferences({ document }: Spec): SpecProblem[] {
  return referencesOf(document)
    .filter(({ $ref }) => lookUp(document, $ref) === undefined)
    .map(({ $ref, pointer }) => ({ pointer, message: `"${$ref}" names nothing in this document` }))
}
