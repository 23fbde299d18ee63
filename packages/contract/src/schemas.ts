import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type ApiDocument, complain, type DocumentNode } from './documents.ts'
import { isObject } from './json-pointer.ts'
import { type Violation, violationsOf } from './violation.ts'

/** How the values of a request arrive: as JSON, or as text that stands for numbers, booleans and lists. */
export type Wire = 'json' | 'text'

export interface Schemas {
  /** Compiles once; the function names what breaks the schema. Text is turned into what is wanted in place. */
  compile(wire: Wire, schema: MemberSchemas): (values: object) => Violation[]
}

/** The schema of each member of an object. */
export interface MemberSchemas {
  readonly members: { readonly [name: string]: DocumentNode | MemberSchemas }
  readonly required?: readonly string[]
}

export function createSchemas(documents: readonly ApiDocument[]): Schemas {
  const validators = { json: createAjv(documents, false), text: createAjv(documents, 'array') } as const
  return {
    compile(wire, schema) {
      const ajv = validators[wire]
      const validate = ajv.compile(
        objectSchema(schema, (node) => referTo(ajv, node, schemaUri(documents, node))),
      )
      return (values) => (validate(values) ? [] : violationsOf(validate.errors ?? []))
    },
  }
}

function objectSchema(
  { members, required = [] }: MemberSchemas,
  refer: (node: DocumentNode) => object,
): object {
  const properties = Object.entries(members).map(([name, member]) => [
    name,
    'members' in member ? objectSchema(member, refer) : refer(member),
  ])
  return { type: 'object', required, properties: Object.fromEntries(properties) }
}

function createAjv(documents: readonly ApiDocument[], coerceTypes: false | 'array'): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, coerceTypes })
  formats.default(ajv)
  // The whole document is one schema resource, so that references, circles too, are followed and not inlined.
  for (const [index, { root }] of documents.entries()) ajv.addSchema(root, documentUri(index), false, false)
  return ajv
}

function referTo(ajv: Ajv2020, node: DocumentNode, uri: string): object {
  const isSchema = typeof node.value === 'boolean' || isObject(node.value)
  if (!isSchema || !ajv.validateSchema(node.value as object | boolean)) {
    const reason = isSchema ? ajv.errorsText() : 'missing'
    throw complain(node, `not a JSON Schema of the 2020-12 dialect (${reason}); mend it.`)
  }
  try {
    ajv.compile({ $ref: uri })
  } catch (error) {
    throw complain(
      node,
      `the schema cannot be used (${error instanceof Error ? error.message : error}); mend it.`,
    )
  }
  return { $ref: uri }
}

function documentUri(index: number): string {
  return `https://document.invalid/${index}`
}

function schemaUri(documents: readonly ApiDocument[], node: DocumentNode): string {
  const fragment = node.pointer.split('/').map(encodeURIComponent).join('/')
  return `${documentUri(documents.indexOf(node.document))}#${fragment}`
}
