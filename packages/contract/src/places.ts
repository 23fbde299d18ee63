import { complain, type DocumentNode } from './documents.ts'
import { parsePointer, readPointer, writePointer } from './json-pointer.ts'

/** A runtime expression of OpenAPI, taken apart: where a token request or its answer carries a value. */
export type Place = {
  readonly in: 'header' | 'query' | 'body'
  /** The name of the header or parameter, or the pointer into the body. */
  readonly name: string
}

/** What places are read from. */
interface PlacedRequest {
  readonly headers: { readonly [name: string]: string }
  readonly query: URLSearchParams
  readonly content?: unknown
}

/** What places are written to. */
interface PlacedAnswer {
  readonly headers: { readonly [name: string]: string }
  readonly content?: unknown
}

export function parsePlace(node: DocumentNode, from: 'request' | 'response'): Place {
  const expression = /^\$(request|response)\.(?:(header|query)\.(.+)|(body)#(\/.+))$/.exec(String(node.value))
  if (expression?.[1] !== from)
    throw complain(node, `not a runtime expression of the ${from}; see OpenAPI 4.8.20.4.`)
  const [, , parameterIn, parameter, body, pointer] = expression
  if (body !== undefined) return { in: 'body', name: pointer as string }
  return { in: parameterIn as 'header' | 'query', name: parameter as string }
}

/** The text at the place, or undefined where there is none. */
export function readPlace(place: Place | undefined, request: PlacedRequest): string | undefined {
  if (place === undefined) return undefined
  if (place.in === 'header') return request.headers[place.name.toLowerCase()]
  if (place.in === 'query') return request.query.get(place.name) ?? undefined
  const value = readPointer(request.content, place.name)
  return typeof value === 'string' ? value : undefined
}

/** The answer with the value at the place, or without it when the value is undefined. */
export function writePlace<T extends PlacedAnswer>(answer: T, place: Place | undefined, value: unknown): T {
  if (place === undefined) return answer
  if (place.in === 'body')
    return { ...answer, content: writePointer(answer.content, parsePointer(place.name), value) }
  const { [place.name.toLowerCase()]: _, ...headers } = answer.headers
  return {
    ...answer,
    headers: value === undefined ? headers : { ...headers, [place.name.toLowerCase()]: String(value) },
  }
}

/** The place as a JSON pointer into the request, as violations name it. */
export function pointerOf(place: Place): string {
  if (place.in === 'body') return `/body${place.name}`
  return place.in === 'query' ? `/query/${place.name}` : `/headers/${place.name.toLowerCase()}`
}
