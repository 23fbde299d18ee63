import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import type { IssuedToken } from './token-service.ts'
import type { Violation } from './violation.ts'

/** A request that the sandbox got, with what it made of it. Carries credentials as they were sent. */
export interface RecordedRequest {
  /** Undefined where no document has the path and method. */
  readonly operationId: string | undefined
  /** `info.x-id` of the operation's document. */
  readonly documentId: string | undefined
  readonly kind: 'token' | 'api' | 'unknown'
  readonly method: string
  /** The documented server origin that it was sent to. */
  readonly serverOrigin: string
  /** As sent, percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** By name in lower case; repeated ones joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  /** The body as UTF-8 text. */
  readonly body: string
  readonly bytes: Uint8Array
  /** Undefined until it is answered, and for good when the connection is broken. */
  readonly status: number | undefined
  /** The valid token that the operation was opened with: whose it is, for whom it stands, its scope. */
  readonly token: IssuedToken | undefined
  readonly violations: readonly Violation[]
}

export function recordRequest(
  request: SandboxRequest,
  serverOrigin: string,
  operation: Operation | undefined,
) {
  const { method, path, query, headers, bytes } = request
  return {
    operationId: operation?.id,
    documentId: operation?.document.id,
    kind: operation === undefined ? 'unknown' : operation.token ? 'token' : 'api',
    method,
    serverOrigin,
    path,
    query,
    headers,
    body: Buffer.from(bytes).toString('utf8'),
    bytes,
    status: undefined as number | undefined,
    token: undefined as IssuedToken | undefined,
    violations: [] as readonly Violation[],
  } satisfies RecordedRequest
}
