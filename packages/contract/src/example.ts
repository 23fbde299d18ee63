import { childOf, type DocumentNode, entriesOf } from './documents.ts'

/** The value of a documented example: the named one, else the first, else what the schema itself gives. */
export function exampleOf(owner: DocumentNode, name?: string): unknown {
  const examples = childOf(owner, 'examples')
  const chosen = name ?? entriesOf(examples)[0]?.[0]
  const named = chosen === undefined ? undefined : childOf(examples, chosen, 'value').value
  return named ?? childOf(owner, 'example').value ?? sampleOf(childOf(owner, 'schema'))
}

/** A value from the examples and defaults of a schema and of its parts, or undefined where it has none. */
function sampleOf(schema: DocumentNode, within: readonly string[] = []): unknown {
  if (within.includes(schema.pointer)) return undefined
  const value = (name: string) => childOf(schema, name).value
  const [own] = [value('example'), childOf(schema, 'examples', '0').value, value('default'), value('const')]
    .concat(childOf(schema, 'enum', '0').value)
    .filter((candidate) => candidate !== undefined)
  if (own !== undefined) return own
  const inner = (part: DocumentNode) => sampleOf(part, [...within, schema.pointer])
  for (const union of ['oneOf', 'anyOf']) {
    const [first] = entriesOf(childOf(schema, union))
    if (first !== undefined) return inner(first[1])
  }
  const parts = entriesOf(childOf(schema, 'allOf')).map(([, part]) => inner(part))
  const properties = entriesOf(childOf(schema, 'properties')).map(([name, property]) => [
    name,
    inner(property),
  ])
  const known = Object.fromEntries(properties.filter(([, sample]) => sample !== undefined))
  if (properties.length > 0 || parts.length > 0) return Object.assign({}, ...parts, known)
  return value('type') === 'array' ? [] : undefined
}
