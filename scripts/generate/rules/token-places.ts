import { type OpenApiDocument, type TokenExtension, tokenOperationsOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'
import {
  namedRequestPlaces,
  type RequestPlace,
  requestPlaces,
  responsePlaces,
  takesValue,
} from '../token-places.ts'

type Found = ReturnType<typeof tokenOperationsOf>[number]

/** Every place that a token operation's extension names is there in the operation. */
export function tokenPlaces({ document }: Spec): SpecProblem[] {
  return tokenOperationsOf(document).flatMap((found) => {
    const extension = found.operation['x-token-operation']
    const problems = [
      ...missingRequestPlaces(requestPlaces(document, found), extension),
      ...missingResponsePlaces(document, found, extension),
    ]
    return problems.map(({ pointer, message }) => ({
      pointer: [...found.pointer, 'x-token-operation', ...pointer],
      message,
    }))
  })
}

function missingRequestPlaces(places: RequestPlace[], extension: TokenExtension): SpecProblem[] {
  return namedRequestPlaces(extension).flatMap(({ place, pointer }) => {
    const known = places.find(({ name }) => name === place)
    if (known === undefined) return [{ pointer, message: `the request has no ${place}` }]
    const [, grant = '', key] = pointer
    if (key !== 'grantType' || takesValue(known.schemas, grant)) return []
    return [{ pointer, message: `${place} does not take "${grant}"` }]
  })
}

function missingResponsePlaces(
  document: OpenApiDocument,
  found: Found,
  { token }: TokenExtension,
): SpecProblem[] {
  const places = responsePlaces(document, found)
  return Object.entries(token).flatMap(([key, place]) =>
    places.includes(place)
      ? []
      : [{ pointer: ['token', key], message: `the answer with status 200 has no ${place}` }],
  )
}
