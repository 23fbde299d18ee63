import { type Pointer, printPointer } from '../generate/openapi-document.ts'

/** The kinds of facts that are changed. */
export const factKinds = [
  'required',
  'type',
  'status',
  'header name',
  'content type',
  'security',
  'enum',
] as const
export type FactKind = (typeof factKinds)[number]

/** A document in which one fact is wrong. */
export interface SpecMutant {
  readonly kind: FactKind
  readonly pointer: string
  readonly what: string
  readonly document: object
}

type Node = Record<string, unknown>

/** A change of one node of a copy of the document. */
interface Change {
  readonly kind: FactKind
  readonly what: string
  readonly make: (node: Node) => void
}

/** Data, in which the words of OpenAPI mean nothing. */
const data = new Set(['example', 'examples', 'default', 'x-token-operation', 'x-token-error'])

/** The document once for each of its facts, with that one changed. */
export function mutantsOf(document: object): SpecMutant[] {
  return nodesOf(document as Node).flatMap(({ node, pointer }) =>
    changesOf(node, pointer, document as Node).map(({ kind, what, make }) => {
      const copy = structuredClone(document) as Node
      make(pointer.reduce<Node>((parent, key) => parent[key] as Node, copy))
      return { kind, pointer: printPointer(pointer), what, document: copy }
    }),
  )
}

function nodesOf(node: Node, pointer: Pointer = []): { node: Node; pointer: Pointer }[] {
  const below = Object.entries(node)
    .filter(([key, child]) => !data.has(key) && typeof child === 'object' && child !== null)
    .flatMap(([key, child]) => nodesOf(child as Node, [...pointer, key]))
  return Array.isArray(node) ? below : [{ node, pointer }, ...below]
}

function changesOf(node: Node, pointer: Pointer, document: Node): Change[] {
  const [owner, key] = [pointer.at(-2), pointer.at(-1)]
  // A member may be called like a keyword.
  if (owner !== 'properties' && (key === 'properties' || key === 'schemas' || key === 'securitySchemes'))
    return []
  if (owner === 'securitySchemes') return [schemeChange(node)]
  if (key === 'responses' && owner !== 'components') return renamed(node, 'status', otherStatus)
  if (key === 'headers' && owner !== 'components') return renamed(node, 'header name', (name) => `${name}-2`)
  if (key === 'content') return renamed(node, 'content type', () => 'application/x-other')
  return [
    ...requiredChanges(node, pointer),
    ...typeChanges(node),
    ...valueChanges(node),
    ...securityChanges(node, pointer, document),
  ]
}

function renamed(node: Node, kind: FactKind, otherName: (name: string) => string): Change[] {
  return Object.keys(node).map((name) => {
    const other = otherName(name)
    const make = (copy: Node) => {
      const entries = Object.entries(copy).map(([key, child]) => [key === name ? other : key, child])
      for (const key of Object.keys(copy)) delete copy[key]
      Object.assign(copy, Object.fromEntries(entries))
    }
    return { kind, what: `${name} -> ${other}`, make }
  })
}

// Of the same class, and documented nowhere.
function otherStatus(status: string): string {
  return `${status[0]}${Number(status.slice(1)) + 26}`
}

function requiredChanges(node: Node, pointer: Pointer): Change[] {
  const kind = 'required'
  const isOwner = 'in' in node || ('content' in node && pointer.at(-1) === 'requestBody') || isHeader(pointer)
  if (isOwner && node['in'] !== 'path' && !('$ref' in node)) {
    const now = node['required'] !== true
    const nameChanges = node['in'] === 'header' ? [headerChange(node)] : []
    return [
      { kind, what: `required: ${now}`, make: (copy) => Object.assign(copy, { required: now }) },
      ...nameChanges,
    ]
  }
  if (typeof node['properties'] !== 'object') return []
  const required = (node['required'] ?? []) as string[]
  return Object.keys(node['properties'] as Node).map((name) => {
    const other = required.includes(name) ? required.filter((one) => one !== name) : [...required, name]
    const what = `${name} ${required.includes(name) ? 'optional' : 'required'}`
    return { kind, what, make: (copy) => Object.assign(copy, { required: other }) }
  })
}

function isHeader(pointer: Pointer): boolean {
  return pointer.at(-2) === 'headers'
}

function headerChange({ name }: Node): Change {
  const other = `${name}-2`
  return {
    kind: 'header name',
    what: `${name} -> ${other}`,
    make: (copy) => Object.assign(copy, { name: other }),
  }
}

const otherTypes: Readonly<Record<string, string>> = {
  string: 'integer',
  integer: 'string',
  number: 'string',
  boolean: 'string',
  object: 'array',
  array: 'object',
}

function typeChanges({ type }: Node): Change[] {
  const other = otherTypes[String(type)]
  if (other === undefined) return []
  return [{ kind: 'type', what: `${type} -> ${other}`, make: (copy) => Object.assign(copy, { type: other }) }]
}

function valueChanges(node: Node): Change[] {
  const { const: constant, enum: values = [] } = node as { const?: unknown; enum?: unknown[] }
  const change = (what: string, members: Node): Change => ({
    kind: 'enum',
    what,
    make: (copy) => Object.assign(copy, members),
  })
  return [
    ...(constant === undefined ? [] : [change(`${constant} -> other`, { const: `${constant}-other` })]),
    ...values.map((value) => change(`without ${value}`, { enum: values.filter((one) => one !== value) })),
    ...(values.length === 0 ? [] : [change('one more', { enum: [...values, 'other'] })]),
  ]
}

function securityChanges(node: Node, pointer: Pointer, document: Node): Change[] {
  const { security } = node
  if (!Array.isArray(security)) return []
  const { securitySchemes = {} } = document['components'] as { securitySchemes?: Node }
  const asked = security.flatMap((requirement) => Object.keys(requirement))
  const others = Object.keys(securitySchemes).filter((name) => !asked.includes(name))
  const change = (to: readonly object[]): Change => ({
    kind: 'security',
    what: `${JSON.stringify(security)} -> ${JSON.stringify(to)}`,
    make: (copy) => Object.assign(copy, { security: to }),
  })
  const opened = security.length > 0 ? [change([])] : []
  return pointer.length > 3 ? [] : [...opened, ...others.map((name) => change([{ [name]: [] }]))]
}

function schemeChange({ scheme }: Node): Change {
  const other = scheme === 'basic' ? 'bearer' : 'basic'
  return {
    kind: 'security',
    what: `${scheme} -> ${other}`,
    make: (copy) => Object.assign(copy, { scheme: other }),
  }
}
