import type { Operation } from '../../packages/contract/src/operations.ts'
import { bodyOf, type CaseRequest, urlOf } from '../../packages/contract/src/verify/case-request.ts'

/** What is done to a documented request; explanations go by it. */
export type Kind =
  | 'documented'
  | 'missing'
  | 'empty'
  | 'type'
  | 'value'
  | 'repeated'
  | 'extra'
  | 'credentials'
  | 'accept'
  | 'content type'
  | 'syntax'
  | 'path'
  | 'method'

/** A request as it goes over the wire, and what it is. */
export interface JudgedRequest {
  /** `<document id>#<operationId>` */
  readonly operation: string
  readonly documentId: string
  readonly kind: Kind
  /** What it differs in from the documented request, such as `without /body/scope`. */
  readonly name: string
  readonly method: string
  /** The documented URL of the server, without a slash at its end. */
  readonly server: string
  /** Path and query below the server. */
  readonly target: string
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The request of a case on the wire. */
export function judgedRequest(
  operation: Operation,
  kind: Kind,
  name: string,
  request: CaseRequest,
): JudgedRequest {
  const { document, id, method, servers } = operation
  const [server] = servers
  const body = bodyOf(request)
  const { mediaType } = request
  return {
    operation: `${document.id}#${id}`,
    documentId: document.id,
    kind,
    name,
    method,
    server: `${server?.origin}${server?.basePath}`,
    target: urlOf('', operation, request),
    headers: { ...request.headers, ...(body !== undefined && mediaType && { 'content-type': mediaType }) },
    ...(body !== undefined && { body }),
  }
}

/** For `fetch`. */
export function initOf({ method, headers, body }: JudgedRequest): RequestInit {
  // In bytes, or fetch would add a content type of its own.
  return { method, headers, ...(body !== undefined && { body: new TextEncoder().encode(body) }) }
}
