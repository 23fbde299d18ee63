import { childOf, type DocumentNode, entriesOf } from '../documents.ts'
import { escapeMember, isObject, parsePointer } from '../json-pointer.ts'

/** Where the document has the rule that a value broke; `pointer` leads to the value, or to the member it lacks. */
export function ruleLocation(schema: DocumentNode, pointer: string, rule: string): string {
  let parts = partsOf(schema)
  const members = parsePointer(pointer)
  const last = members.at(-1) ?? ''
  const isAboutMember = memberRules.has(rule)
  for (const member of isAboutMember ? members.slice(0, -1) : members) {
    const next = membersOf(parts, member)
    if (next.length === 0) break
    parts = next
  }
  const having = parts.filter((part) => childOf(part, rule).value !== undefined)
  const listing = having.find((part) =>
    entriesOf(childOf(part, rule)).some(([, { value }]) => value === last),
  )
  const owner = (isAboutMember ? listing : undefined) ?? having[0]
  return owner ? `${owner.pointer}/${rule}` : (parts[0] ?? schema).pointer
}

const memberRules = new Set([
  'required',
  'additionalProperties',
  'unevaluatedProperties',
  'dependentRequired',
])

/** A member that a schema does not describe: where it is, and the schema that lacks it. */
interface UndocumentedMember {
  readonly at: string
  readonly pointer: string
}

/** What the schema of a value does not describe; one for each member of alike items of a list. */
export function undocumentedMembers(schema: DocumentNode, value: unknown, at: string): UndocumentedMember[] {
  const found = new Map<string, UndocumentedMember>()
  visit(partsOf(schema), value, at)
  return [...found.values()]

  function visit(parts: readonly DocumentNode[], inner: unknown, place: string): void {
    const [{ pointer } = schema] = parts
    if (!isObject(inner) || (!Array.isArray(inner) && isOpen(parts))) return
    for (const [name, member] of Object.entries(inner)) {
      const described = membersOf(parts, name)
      const memberAt = `${place}/${escapeMember(name)}`
      const key = `${pointer} ${name}`
      if (described.length > 0) visit(described, member, memberAt)
      else if (!Array.isArray(inner) && !found.has(key)) found.set(key, { at: memberAt, pointer })
    }
  }
}

/** Whether any member may be there: nothing is listed, or others are let in by name or pattern. */
function isOpen(parts: readonly DocumentNode[]): boolean {
  const values = (name: string) =>
    parts.map((part) => childOf(part, name).value).filter((value) => value !== undefined)
  const others = [...values('patternProperties'), ...values('additionalProperties')]
  return values('properties').length === 0 || others.some((value) => value !== false)
}

/** The schemas that a value must keep together: the schema and the branches of its unions. */
function partsOf(schema: DocumentNode, within: readonly string[] = []): DocumentNode[] {
  if (schema.value === undefined || within.includes(schema.pointer)) return []
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((union) => entriesOf(childOf(schema, union)))
  const conditional = ['then', 'else'].map((name) => childOf(schema, name))
  const inner = [...branches.map(([, branch]) => branch), ...conditional]
  return [schema, ...inner.flatMap((part) => partsOf(part, [...within, schema.pointer]))]
}

function membersOf(parts: readonly DocumentNode[], name: string): DocumentNode[] {
  return parts.flatMap((part) => {
    const property = childOf(part, 'properties', name)
    if (property.value !== undefined) return partsOf(property)
    if (!/^\d+$/.test(name)) return partsOf(childOf(part, 'additionalProperties'))
    const item = childOf(part, 'prefixItems', name)
    return partsOf(item.value === undefined ? childOf(part, 'items') : item)
  })
}
