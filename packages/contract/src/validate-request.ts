import { childOf, type DocumentNode, entriesOf, rawChild } from './documents.ts'
import { covers, formMediaType, isJson, isText, multipartMediaType } from './media-type.ts'
import type { Operation } from './operations.ts'
import { parameterSchemas, parametersOf, readParameters } from './parameters.ts'
import type { SandboxRequest } from './read-request.ts'
import type { PathValues } from './routes.ts'
import type { Schemas, Wire } from './schemas.ts'
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
    const { mediaType = '' } = request
    const matching = contents.filter(({ range }) => covers(range, mediaType))
    const content = matching.find(({ range }) => !range.includes('*')) ?? matching[0]
    if (content === undefined) return [undocumentedContent(contents.map(({ range }) => range))]
    return request.malformed ? [request.malformed] : content.validate(request.content, mediaType)
  }
}

function undocumentedContent(ranges: readonly string[]): Violation {
  return { pointer: '/headers/content-type', rule: 'content-type', message: `must be ${ranges.join(' or ')}` }
}

/** Names what in the content of a body breaks its schema; the media type is that of the request. */
export type ContentValidator = (content: unknown, mediaType: string) => Violation[]

export function createContentValidator(
  range: string,
  node: DocumentNode,
  schemas: Schemas,
): ContentValidator {
  const schema = rawChild(node, 'schema')
  if (schema.value === undefined) return () => []
  const isValue = valueTypes.has(childOf(node, 'schema', 'type').value)
  const wireOf = (mediaType: string) => {
    if (isJson(mediaType)) return 'json'
    // XML and the like are texts too, and may be described as objects.
    const isJudged = isForm(mediaType) || (isText(mediaType) && isValue)
    return isJudged ? 'text' : undefined
  }
  const compile = (wire: Wire) => schemas.compile(wire, { members: { body: schema } })
  const isOpen = range.includes('*')
  const validate = {
    json: isOpen || wireOf(range) === 'json' ? compile('json') : undefined,
    text: isOpen || wireOf(range) === 'text' ? compile('text') : undefined,
  }
  return (content, mediaType) => {
    const wire = wireOf(mediaType)
    if (wire === undefined) return []
    // A copy, because text is turned into numbers and lists in place.
    const body = wire === 'text' ? structuredClone(content) : content
    return validate[wire]?.({ body }) ?? []
  }
}

const valueTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean'])

function isForm(mediaType: string): boolean {
  return mediaType === formMediaType || mediaType === multipartMediaType
}
