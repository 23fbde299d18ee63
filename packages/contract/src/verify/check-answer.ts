import { responseFor } from '../answer.ts'
import { childOf, type DocumentNode, entriesOf } from '../documents.ts'
import { readPointer } from '../json-pointer.ts'
import { covers, isJson, mediaTypeOf } from '../media-type.ts'
import type { Operation } from '../operations.ts'
import { readContent } from '../read-content.ts'
import type { Schemas } from '../schemas.ts'
import { type ContentValidator, createContentValidator } from '../validate-request.ts'
import type { Violation } from '../violation.ts'
import { checkHeader, documentedHeaders } from './check-header.ts'
import type { ServerAnswer } from './exchange.ts'
import type { Finding } from './finding.ts'
import { ruleLocation, undocumentedMembers } from './schema-places.ts'

/** What an answer is, measured by what the document has for its status. */
export interface CheckedAnswer {
  readonly findings: readonly Finding[]
  /** What the document does not speak of. */
  readonly notes: readonly Finding[]
  /** The body, taken apart. */
  readonly content: unknown
}

export type AnswerChecker = (answer: ServerAnswer) => Promise<CheckedAnswer>

interface DocumentedContent {
  readonly range: string
  readonly schema: DocumentNode
  readonly validate: ContentValidator
}

/** Everything is compiled here, at the start; an answer only runs it. */
export function createAnswerChecker(operation: Operation, schemas: Schemas): AnswerChecker {
  const compiled = new Map(
    [...operation.responses.values()].map((response) => [
      response.pointer,
      { headers: documentedHeaders(response, schemas), contents: contentsOf(response, schemas) },
    ]),
  )
  return async (answer) => {
    const response = responseFor(operation, answer.status)
    const { headers = [], contents = [] } = compiled.get(response?.pointer ?? '') ?? {}
    const { content, malformed } = await readContent(answer.bytes, answer.headers['content-type'])
    if (response === undefined) return { findings: [], notes: [], content }
    const found = headers.flatMap((header) => checkHeader(header, answer))
    const hasNoBody = operation.method === 'HEAD' || answer.status === 204 || answer.status === 304
    const body = hasNoBody ? nothing : checkBody(response, contents, answer, content, malformed)
    return { findings: [...found, ...body.findings], notes: body.notes, content }
  }
}

function contentsOf(response: DocumentNode, schemas: Schemas): DocumentedContent[] {
  return entriesOf(childOf(response, 'content')).map(([name, node]) => {
    const range = mediaTypeOf(name) ?? ''
    return { range, schema: childOf(node, 'schema'), validate: createContentValidator(range, node, schemas) }
  })
}

// A map where an object was documented has a member for everything.
const maxNotes = 20

type Found = Pick<CheckedAnswer, 'findings' | 'notes'>
const nothing: Found = { findings: [], notes: [] }

function checkBody(
  response: DocumentNode,
  contents: readonly DocumentedContent[],
  { bytes, headers }: ServerAnswer,
  content: unknown,
  malformed: Violation | undefined,
): Found {
  const mediaType = mediaTypeOf(headers['content-type']) ?? ''
  const place = {
    kind: 'media-type',
    at: '/headers/content-type',
    pointer: `${response.pointer}/content`,
  } as const
  const received = bytes.byteLength === 0 ? 'no body' : mediaType || 'a body without a media type'
  if (contents.length === 0) {
    const note = { ...place, expected: 'is not documented', received }
    return bytes.byteLength === 0 ? nothing : { findings: [], notes: [note] }
  }
  // An exact media type before a range.
  const matching = contents.filter(({ range }) => covers(range, mediaType))
  const documented = matching.find(({ range }) => !range.includes('*')) ?? matching[0]
  if (documented === undefined || bytes.byteLength === 0) {
    const expected = `must be ${contents.map(({ range }) => range).join(' or ')}`
    return { findings: [{ ...place, expected, received }], notes: [] }
  }
  if (malformed !== undefined) {
    const finding = {
      kind: 'body',
      at: '/body',
      pointer: place.pointer,
      expected: malformed.message,
    } as const
    return { findings: [{ ...finding, received: 'something else' }], notes: [] }
  }
  return checkContent(documented, content, mediaType)
}

function checkContent({ schema, validate }: DocumentedContent, content: unknown, mediaType: string): Found {
  const findings = validate(content, mediaType).map(({ pointer, rule, message }): Finding => {
    const inBody = pointer.replace(/^\/body/, '')
    const received = kindOf(readPointer(content, inBody))
    return {
      kind: 'body',
      at: pointer,
      pointer: ruleLocation(schema, inBody, rule),
      expected: message,
      received,
    }
  })
  // A list of alike items breaks the same rule many times; the first one says it.
  const byRule = new Map(
    findings.reverse().map((finding) => [`${finding.pointer} ${finding.expected}`, finding]),
  )
  const unknown = isJson(mediaType) ? undocumentedMembers(schema, content, '/body').slice(0, maxNotes) : []
  const notes = unknown.map(({ at, pointer }): Finding => {
    const received = kindOf(readPointer(content, at.replace(/^\/body/, '')))
    return { kind: 'body', at, pointer, expected: 'is not documented', received }
  })
  return { findings: [...byRule.values()].reverse(), notes }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
