import { childOf } from '../documents.ts'
import { escapeMember, isObject } from '../json-pointer.ts'
import { mediaTypeOf } from '../media-type.ts'
import type { Operation } from '../operations.ts'
import { parametersOf } from '../parameters.ts'
import { pointerOf } from '../places.ts'
import type { Refusal } from '../token-error.ts'
import type { RequestValidator } from '../validate-request.ts'
import { bodyOf, type CaseRequest } from './case-request.ts'

/** The request without one thing that the document requires. */
export interface Omission {
  /** A JSON pointer into the request. */
  readonly pointer: string
  readonly request: CaseRequest
}

/**
 * The statuses that the document has for the refusal: those it marks, else those of `usual` that it documents. None
 * where it does not say how it refuses; then there is nothing to verify.
 */
export function refusalStatuses(
  { responses }: Operation,
  usual: readonly string[],
  mark?: Refusal,
): string[] {
  const marked =
    mark &&
    [...responses].filter(([, response]) => childOf(response, 'x-token-error', mark).value !== undefined)
  if (marked && marked.length > 0) return marked.map(([status]) => status)
  const documented = usual.filter((status) => responses.has(status))
  return documented.length === 0 && responses.has('default') ? ['4XX'] : documented
}

/** Whether a status is one of those that a document writes: `404`, `4XX`. */
export function isAmong(status: number, keys: readonly string[]): boolean {
  return keys.includes(String(status)) || keys.includes(`${Math.floor(status / 100)}XX`)
}

/** What can be left out so that the document is broken; credentials last, because leaving one out may look like a guess. */
export function omissionsOf(
  operation: Operation,
  request: CaseRequest,
  validate: RequestValidator,
): Omission[] {
  const parameters = parametersOf(operation).filter(
    ({ in: location }) => location === 'query' || location === 'header',
  )
  const required = parameters.filter((parameter) => parameter.required)
  const members =
    isObject(request.content) && !Array.isArray(request.content) ? Object.keys(request.content) : []
  const all = [
    ...required.map(({ in: location, name }) => withoutParameter(request, location, name)),
    ...members.map((name) => withoutMember(request, name)),
  ]
  const credentials = credentialPointers(operation)
  const rank = ({ pointer }: Omission) => Number(credentials.includes(pointer))
  return all
    .filter((omission) => breaks(operation, omission.request, validate))
    .sort((a, b) => rank(a) - rank(b))
}

function withoutParameter(request: CaseRequest, location: string, name: string): Omission {
  if (location === 'header') {
    const { [name]: _, ...headers } = request.headers
    return { pointer: `/headers/${name}`, request: { ...request, headers } }
  }
  const query = new URLSearchParams(request.query)
  query.delete(name)
  return { pointer: `/query/${name}`, request: { ...request, query } }
}

function withoutMember(request: CaseRequest, name: string): Omission {
  const { [name]: _, ...content } = request.content as { readonly [name: string]: unknown }
  return { pointer: `/body/${escapeMember(name)}`, request: { ...request, content } }
}

function breaks({ method }: Operation, request: CaseRequest, validate: RequestValidator): boolean {
  const { path, ...rest } = request
  const bytes = Buffer.from(bodyOf(request) ?? '')
  const mediaType = mediaTypeOf(request.mediaType)
  return validate({ ...rest, method, path: '/', bytes, mediaType, tooLarge: false }, path).length > 0
}

/** The places of a token request that a guess would fill: who asks, and for whom. */
export function credentialPointers({ token }: Operation): string[] {
  const grants = [...(token?.grants.values() ?? [])]
  const places = grants.flatMap(({ username, password, refreshToken }) => [username, password, refreshToken])
  const client = typeof token?.client === 'object' ? [token.client.id, token.client.secret] : []
  return [...places, ...client].flatMap((place) => (place ? [pointerOf(place)] : []))
}
