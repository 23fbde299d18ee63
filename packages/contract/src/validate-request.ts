import { childOf, type DocumentNode, entriesOf, rawChild } from './documents.ts'
import { covers, formMediaType, isJson } from './media-type.ts'
import type { Operation } from './operations.ts'
import { parameterSchemas, parametersOf, readParameters } from './parameters.ts'
import type { SandboxRequest } from './read-request.ts'
import type { PathValues } from './routes.ts'
import type { Schemas } from './schemas.ts'
import type { Violation } from './violation.ts'

/** Names every way in which a request breaks its operation's document; none when it keeps it. */
export type RequestValidator = (request: SandboxRequest, path: PathValues) => Violation[]

/** Everything is compiled here, at the start; a request only runs it. */
export function createRequestValidator(operation: Operation, schemas: Schemas): RequestValidator {
  const parameters = parametersOf(operation)
  const parameterViolations = schemas.compile('text', parameterSchemas(parameters))
  const bodyViolations = createBodyValidator(childOf(operation.node, 'requestBody'), schemas)
  return (request, path) => [
    ...parameterViolations(readParameters(parameters, request, path)),
    ...bodyViolations(request),
  ]
}

function createBodyValidator(body: DocumentNode, schemas: Schemas): (request: SandboxRequest) => Violation[] {
  const required = childOf(body, 'required').value === true
  const contents = entriesOf(childOf(body, 'content')).map(([range, node]) => ({
    range: range.toLowerCase(),
    validate: createContentValidator(range.toLowerCase(), node, schemas),
  }))
  return (request) => {
    if (request.bytes.byteLength === 0)
      return required ? [{ pointer: '/body', rule: 'required', message: 'must have a body' }] : []
    if (contents.length === 0) return []
    // An exact media type before a range.
    const matching = contents.filter(({ range }) => covers(range, request.mediaType ?? ''))
    const content = matching.find(({ range }) => !range.includes('*')) ?? matching[0]
    if (content === undefined) return [undocumentedContent(contents.map(({ range }) => range))]
    return request.malformed ? [request.malformed] : content.validate(request.content)
  }
}

function undocumentedContent(ranges: readonly string[]): Violation {
  return { pointer: '/headers/content-type', rule: 'content-type', message: `must be ${ranges.join(' or ')}` }
}

// Text and binary content has no structure that a schema could judge.
function createContentValidator(
  range: string,
  node: DocumentNode,
  schemas: Schemas,
): (content: unknown) => Violation[] {
  const schema = rawChild(node, 'schema')
  if (schema.value === undefined || !(range === formMediaType || isJson(range))) return () => []
  const isForm = range === formMediaType
  const validate = schemas.compile(isForm ? 'text' : 'json', { members: { body: schema } })
  // A copy, because text is turned into numbers and lists in place.
  return (content) => validate({ body: isForm ? structuredClone(content) : content })
}
