import { childOf, type DocumentNode, entriesOf, rawChild } from '../documents.ts'
import type { Schemas } from '../schemas.ts'
import type { Violation } from '../violation.ts'
import type { ServerAnswer } from './exchange.ts'
import type { Finding } from './finding.ts'
import { ruleLocation } from './schema-places.ts'

interface DocumentedHeader {
  readonly name: string
  readonly node: DocumentNode
  readonly isRequired: boolean
  readonly validate: (values: object) => Violation[]
}

// OpenAPI 4.8.17.1: the content type is not described as a header.
export function documentedHeaders(response: DocumentNode, schemas: Schemas): DocumentedHeader[] {
  return entriesOf(childOf(response, 'headers'))
    .map(([name, node]) => ({ name: name.toLowerCase(), node }))
    .filter(({ name }) => name !== 'content-type')
    .map(({ name, node }) => {
      const schema = rawChild(node, 'schema')
      const validate =
        schema.value === undefined ? () => [] : schemas.compile('text', { members: { [name]: schema } })
      return { name, node, validate, isRequired: childOf(node, 'required').value === true }
    })
}

export function checkHeader(
  { name, node, validate, isRequired }: DocumentedHeader,
  { headers }: ServerAnswer,
): Finding[] {
  const value = headers[name]
  const finding = { kind: 'header', at: `/headers/${name}` } as const
  if (value === undefined) {
    const pointer = `${node.pointer}/required`
    return isRequired
      ? [{ ...finding, pointer, expected: 'must be present', received: 'no such header' }]
      : []
  }
  const isList = childOf(node, 'schema', 'type').value === 'array'
  const sent = isList ? value.split(',').map((item) => item.trim()) : value
  return validate({ [name]: sent }).map(({ rule, message }) => ({
    ...finding,
    pointer: ruleLocation(childOf(node, 'schema'), '', rule),
    expected: message,
    received: 'another value',
  }))
}
