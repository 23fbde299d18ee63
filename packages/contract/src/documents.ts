import { escapeMember, isObject, memberOf, readPointer } from './json-pointer.ts'
import { SandboxError } from './sandbox-error.ts'

export interface ApiDocument {
  readonly title: string
  /** `info.x-id`: the name by which other documents mean this one. */
  readonly id: string
  readonly root: object
}

/** A value and where it stands, so that every complaint can say where. */
export interface DocumentNode {
  readonly document: ApiDocument
  readonly pointer: string
  readonly value: unknown
}

/** Checks that each is an OpenAPI 3.1 document whose references all lead somewhere in the document itself. */
export function loadDocuments(documents: readonly unknown[]): ApiDocument[] {
  if (!Array.isArray(documents) || documents.length === 0)
    throw new SandboxError('There must be at least one OpenAPI document, in an array.')
  const loaded = documents.map(loadDocument)
  for (const [index, { id, title }] of loaded.entries()) {
    if (loaded.findIndex((other) => other.id === id) !== index)
      throw new SandboxError(`${title} #/info/x-id: another document is called ${id} too; give it its own.`)
  }
  return loaded
}

function loadDocument(root: unknown, index: number): ApiDocument {
  const title = readPointer(root, '/info/title')
  const name = typeof title === 'string' ? title : `documents[${index}]`
  const version = memberOf(root, 'openapi')
  if (!isObject(root) || typeof version !== 'string' || !version.startsWith('3.1.'))
    throw new SandboxError(`${name} #/openapi: not an OpenAPI 3.1 document; pass the parsed object.`)
  if (typeof title !== 'string')
    throw new SandboxError(`${name} #/info/title: missing; a document needs one.`)
  const id = readPointer(root, '/info/x-id')
  const document = { root, title, id: typeof id === 'string' ? id : `document-${index + 1}` }
  checkReferences(rootNode(document))
  return document
}

export function rootNode(document: ApiDocument): DocumentNode {
  return { document, pointer: '', value: document.root }
}

/** The member as it stands; a reference is not followed. */
export function rawChild(node: DocumentNode, name: string): DocumentNode {
  const pointer = `${node.pointer}/${escapeMember(name)}`
  return { document: node.document, pointer, value: memberOf(node.value, name) }
}

/** The member, or what it refers to; its value is undefined where there is none. */
export function childOf(node: DocumentNode, ...names: string[]): DocumentNode {
  return names.reduce((parent, name) => follow(rawChild(parent, name)), node)
}

export function entriesOf(node: DocumentNode): (readonly [string, DocumentNode])[] {
  return isObject(node.value) ? Object.keys(node.value).map((name) => [name, childOf(node, name)]) : []
}

export function complain(node: DocumentNode, problem: string): SandboxError {
  return new SandboxError(`${placeOf(node)}: ${problem}`)
}

/** Where the node stands, in the words of every complaint. */
export function placeOf({ document, pointer }: DocumentNode): string {
  return `${document.title} #${pointer}`
}

function follow(node: DocumentNode): DocumentNode {
  const visited = new Set<string>()
  for (let current = node; ; ) {
    const reference = memberOf(current.value, '$ref')
    if (typeof reference !== 'string') return current
    if (visited.has(reference))
      throw complain(node, `the $ref ${reference} leads back to itself; break the circle.`)
    visited.add(reference)
    const pointer = localPointer(reference)
    const value = pointer === undefined ? undefined : readPointer(node.document.root, pointer)
    if (pointer === undefined || value === undefined)
      throw complain(node, `the $ref ${reference} leads nowhere in this document; define it there.`)
    current = { document: node.document, pointer, value }
  }
}

function localPointer(reference: string): string | undefined {
  try {
    return reference.startsWith('#/') ? decodeURIComponent(reference.slice(1)) : undefined
  } catch {
    return undefined
  }
}

// What stands under these is data, in which a member called $ref means nothing.
const dataMembers = new Set(['example', 'value', 'default', 'const', 'enum'])

function checkReferences(node: DocumentNode): void {
  follow(node)
  if (!isObject(node.value)) return
  for (const name of Object.keys(node.value)) {
    const child = rawChild(node, name)
    const isData = dataMembers.has(name) || (name === 'examples' && Array.isArray(child.value))
    if (!isData) checkReferences(child)
  }
}
