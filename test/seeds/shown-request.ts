import type { RecordedRequest, Sandbox } from '@latchkey/contract'
import { fillPlaceholders, valuesFor } from './fill-placeholders.ts'
import type { SeedExample } from './seed-example.ts'

/** What a recorded request and an example are compared by: the headers are those that the example shows. */
interface ShownRequest {
  readonly operation: string
  readonly method: string
  readonly origin: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: unknown
}

/** The example's request, to this sandbox. */
export function expectedRequest(example: SeedExample, sandbox: Sandbox): ShownRequest {
  const { method, path, query, headers, body } = fillPlaceholders(
    example.request,
    example,
    valuesFor(example, sandbox),
  )
  return {
    operation: example.operation,
    method,
    origin: sandbox.origin(example.request.server),
    path,
    query: Object.entries(query),
    headers: mapValues(headers, caseless),
    body,
  }
}

/** What the sandbox got, as far as the example shows it. */
export function shownRequest(
  example: SeedExample,
  sandbox: Sandbox,
  recorded: RecordedRequest,
): ShownRequest {
  return {
    operation: `${recorded.documentId}#${recorded.operationId}`,
    method: recorded.method,
    origin: sandbox.origin(recorded.serverOrigin),
    path: recorded.path,
    query: [...recorded.query],
    headers: mapValues(example.request.headers, (_, name) => caseless(recorded.headers[name], name)),
    body: decodeBody(recorded),
  }
}

// RFC 9110 section 11.1: the case of the scheme does not matter, that of all else here does.
function caseless(value: string | undefined, name: string): string | undefined {
  return name === 'authorization' ? value?.replace(/^\w+/, (scheme) => scheme.toLowerCase()) : value
}

function mapValues<Value>(
  headers: { readonly [name: string]: string },
  map: (value: string, name: string) => Value,
): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, map(value, name)]))
}

function decodeBody({ body, headers }: RecordedRequest): unknown {
  if (body === '') return undefined
  if (headers['content-type'] === 'application/json') return JSON.parse(body)
  const members = [...new URLSearchParams(body)]
  const decoded = Object.fromEntries(members)
  // A member that is sent twice is no object's; the list differs from every example.
  return Object.keys(decoded).length === members.length ? decoded : members
}
