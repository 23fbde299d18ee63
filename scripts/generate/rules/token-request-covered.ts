import { tokenOperationsOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'
import { namedRequestPlaces, requestPlaces } from '../token-places.ts'

/** Whatever a token request must carry is a constant, or has its place in the extension: else nobody sends it. */
export function tokenRequestCovered({ document }: Spec): SpecProblem[] {
  return tokenOperationsOf(document).flatMap((found) => {
    const named = new Set(namedRequestPlaces(found.operation['x-token-operation']).map(({ place }) => place))
    return requestPlaces(document, found)
      .filter(({ required, schemas }) => required && !schemas.every((schema) => schema.const !== undefined))
      .filter(({ name }) => !named.has(name))
      .map(({ name }) => ({
        pointer: [...found.pointer, 'x-token-operation'],
        message: `the request needs ${name}, for which the extension has no place`,
      }))
  })
}
