import { childOf, type DocumentNode, entriesOf } from './documents.ts'
import { exampleOf } from './example.ts'
import { isObject } from './json-pointer.ts'
import { admits, isJson } from './media-type.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import type { IssuedToken } from './token-service.ts'
import type { Violation } from './violation.ts'

/** What the sandbox answers, before it is written to the wire. */
export interface Answer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string }
  readonly mediaType?: string
  /** A JSON value where the media type is JSON, else text or bytes; undefined for an empty body. */
  readonly content?: unknown
  readonly violations?: readonly Violation[]
  /** The valid token that the operation was opened with. */
  readonly token?: IssuedToken
  /** It refuses a client, a user or a token that was named, and is not the right one. */
  readonly wrongCredentials?: true
  /** How it goes over the wire. @default whole and at once */
  readonly delivery?: Delivery
}

/** An answer that arrives badly. */
interface Delivery {
  /** Nothing comes for so many milliseconds. */
  readonly waitMs?: number
  /** The head comes line by line, over this many milliseconds in all. */
  readonly headMs?: number
  /** The body comes in pieces of so many bytes, with a pause after each. */
  readonly pieces?: { readonly bytes: number; readonly ms: number }
  /** The connection is reset after so many bytes of the body. */
  readonly resetAfter?: number
}

export function jsonAnswer(status: number, content: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, headers, mediaType: 'application/json', content }
}

/** What the operation documents for a status: exactly, for its class (`4XX`), or by default. */
export function responseFor(operation: Operation, status: number): DocumentNode | undefined {
  const { responses } = operation
  return (
    responses.get(String(status)) ??
    responses.get(`${Math.floor(status / 100)}XX`) ??
    responses.get('default')
  )
}

/** The answer that the operation documents for the status, or undefined where it documents none. */
export function documentedAnswer(
  operation: Operation,
  status: number,
  accept?: string,
  example?: string,
): Answer | undefined {
  const response = responseFor(operation, status)
  return response && answerFrom(response, status, accept, example)
}

/**
 * The answer of the operation when nothing stands against it: its success with the first example. Of several the
 * lowest, but 201 before 200 for a POST: nothing is kept here, so what it makes is new each time.
 */
export function successAnswer(operation: Operation, { accept }: SandboxRequest['headers']): Answer {
  const { response, status } = successOf(operation)
  return response ? answerFrom(response, status, accept) : { status, headers: {} }
}

/** Refuses a request whose `Accept` admits nothing that the success is documented in, where 406 is documented. */
export function refuseMediaTypes(operation: Operation, request: SandboxRequest): Answer | undefined {
  const { response } = successOf(operation)
  const mediaTypes = response ? entriesOf(childOf(response, 'content')).map(([mediaType]) => mediaType) : []
  const { accept } = request.headers
  if (mediaTypes.length === 0 || mediaTypes.some((mediaType) => admits(accept, mediaType))) return undefined
  return operation.responses.has('406') ? documentedAnswer(operation, 406) : undefined
}

/** The answer with the violations told in its JSON object, or in one of its own. */
export function withViolations(answer: Answer, violations: readonly Violation[]): Answer {
  const { content, mediaType = '' } = answer
  if (isJson(mediaType) && isObject(content) && !Array.isArray(content))
    return { ...answer, violations, content: { ...content, violations } }
  return { ...answer, violations, mediaType: 'application/json', content: { violations } }
}

function successOf({ method, token, responses }: Operation): {
  status: number
  response: DocumentNode | undefined
} {
  const successes = [...responses.keys()].filter((status) => /^2(\d\d|XX)$/.test(status))
  // Their order tells nothing: objects sort what looks like a number.
  const key = method === 'POST' && !token && successes.includes('201') ? '201' : (successes[0] ?? 'default')
  return { status: /^\d+$/.test(key) ? Number(key) : 200, response: responses.get(key) }
}

/** The answer that a response documents, in a media type that `Accept` admits, with its first or the named example. */
export function answerFrom(
  response: DocumentNode,
  status: number,
  accept?: string,
  example?: string,
): Answer {
  const contents = entriesOf(childOf(response, 'content'))
  const [mediaType, media] = contents.find(([type]) => admits(accept, type)) ?? contents[0] ?? []
  const headers = headersOf(response)
  if (mediaType === undefined || media === undefined) return { status, headers }
  return { status, headers, mediaType, content: exampleOf(media, example) }
}

// OpenAPI 4.8.17.1: the content type is not described as a header.
function headersOf(response: DocumentNode): Answer['headers'] {
  const headers = entriesOf(childOf(response, 'headers'))
    .map(([name, header]) => [name.toLowerCase(), exampleOf(header)] as const)
    .filter(([name, value]) => value !== undefined && name !== 'content-type')
  return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]))
}
