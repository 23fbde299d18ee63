import { childOf, type DocumentNode, entriesOf } from '../documents.ts'
import { exampleOf } from '../example.ts'
import { formMediaType, isJson, mediaTypeOf } from '../media-type.ts'
import type { Operation } from '../operations.ts'
import { parametersOf } from '../parameters.ts'
import { type Place, writePlace } from '../places.ts'
import type { PathValues } from '../routes.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { GivenRequest } from './verify-options.ts'

/** A request before it has a server. */
export interface CaseRequest {
  readonly path: PathValues
  readonly query: URLSearchParams
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string }
  readonly mediaType?: string
  /** A JSON value, the members of a form, or a text. */
  readonly content?: unknown
}

/** The request with its parameters, or the name of a required one that has no value. */
export function withParameters(
  operation: Operation,
  { parameters: given = {} }: GivenRequest,
  which: 'required' | 'all',
): CaseRequest | { readonly lacking: string } {
  let request: CaseRequest = {
    path: {},
    query: new URLSearchParams(),
    headers: { accept: acceptOf(operation) },
  }
  for (const parameter of parametersOf(operation)) {
    const { node, required } = parameter
    const name = String(childOf(node, 'name').value)
    const isSent = required || (which === 'all' && hasExample(node))
    const value = given[name] ?? (isSent ? exampleOf(node) : undefined)
    if (value !== undefined) request = withParameter(request, parameter, value)
    else if (required) return { lacking: name }
  }
  return request
}

function hasExample(parameter: DocumentNode): boolean {
  return ['example', 'examples'].some((name) => childOf(parameter, name).value !== undefined)
}

function withParameter(
  request: CaseRequest,
  { in: location, name, separator }: ReturnType<typeof parametersOf>[number],
  value: unknown,
): CaseRequest {
  const texts = Array.isArray(value) ? value.map(String) : [String(value)]
  const text = texts.join(separator ?? ',')
  if (location === 'path') return { ...request, path: { ...request.path, [name]: text } }
  if (location === 'query') {
    const others = (separator === undefined ? texts : [text]).map((one) => [name, one] as [string, string])
    return { ...request, query: new URLSearchParams([...request.query, ...others]) }
  }
  if (location === 'header') return putAt(request, { in: 'header', name }, text)
  const { cookie } = request.headers
  const pair = `${name}=${text}`
  return putAt(request, { in: 'header', name: 'cookie' }, cookie === undefined ? pair : `${cookie}; ${pair}`)
}

/** What the successes are documented in. */
function acceptOf({ responses }: Operation): string {
  const successes = [...responses].filter(([status]) => /^2/.test(status))
  const types = successes.flatMap(([, response]) =>
    entriesOf(childOf(response, 'content')).map(([type]) => type),
  )
  return types.length > 0 ? [...new Set(types)].join(', ') : '*/*'
}

/** The request with the value at the place. */
export function putAt(
  request: CaseRequest,
  place: Place | undefined,
  value: string | undefined,
): CaseRequest {
  if (place === undefined || value === undefined) return request
  if (place.in === 'header' && /[^\t\x20-\x7e\x80-\xff]/.test(value))
    throw new SandboxError(`${place.name}: its value is not fit for a header; give another.`)
  if (place.in !== 'query') return writePlace(request, place, value)
  const query = new URLSearchParams(request.query)
  query.set(place.name, value)
  return { ...request, query }
}

export function bodyOf({ mediaType, content }: CaseRequest): string | undefined {
  if (content === undefined || mediaType === undefined) return undefined
  if (isJson(mediaTypeOf(mediaType) ?? '')) return JSON.stringify(content)
  if (mediaTypeOf(mediaType) !== formMediaType) return String(content)
  const members = Object.entries(Object(content)).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as [string, string]),
  )
  return new URLSearchParams(members).toString()
}

export function urlOf(base: string, operation: Operation, { path, query }: CaseRequest): string {
  const filled = operation.path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  )
  const text = query.toString()
  return `${base}${filled}${text && `?${text}`}`
}
