import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** An example of a document with the JSON Pointers of itself and of its schema. */
export interface Example {
  where: string
  schema: string
  value: unknown
}

type Node = Record<string, unknown>

/** The examples of all parameters, bodies and headers: whatever has a schema may have them. */
export function findExamples(document: unknown): Example[] {
  return findHolders(document).flatMap(({ node, pointer }) =>
    examplesOf(node).map(([key, example]) => ({
      where: `${pointer}/${key}`,
      schema: `${pointer}/schema`,
      value: key === 'example' ? example : exampleValue(document, example as Node),
    })),
  )
}

/** The pointers of the parameters, bodies and headers that show no example. */
export function findWithoutExample(document: unknown): string[] {
  return findHolders(document)
    .filter(({ node }) => examplesOf(node).length === 0)
    .map(({ pointer }) => pointer)
}

/** Returns what is wrong with an example. */
export function exampleValidator(
  document: unknown,
): (example: Pick<Example, 'schema' | 'value'>) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document as object, 'document', undefined, false)
  return ({ schema, value }) => {
    const validate = ajv.compile({ $ref: `document#${encodeURI(schema)}` })
    return validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  }
}

/** Variants of a value of which a schema worth its name refuses at least one. */
export function breakInEveryWay(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [typeof value === 'string' ? 42 : 'forty-two']
  return Object.keys(value).map((dropped) =>
    Object.fromEntries(Object.entries(value).filter(([key]) => key !== dropped)),
  )
}

function findHolders(node: unknown, pointer = ''): { node: Node; pointer: string }[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'schema' in node ? [{ node: node as Node, pointer }] : []
  const below = Object.entries(node)
    .filter(([key]) => !['schema', 'schemas', 'example', 'examples'].includes(key))
    .flatMap(([key, child]) =>
      findHolders(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    )
  return [...own, ...below]
}

function examplesOf({ example, examples = {} }: Node): [string, unknown][] {
  const named = Object.entries(examples as Node).map(([name, value]): [string, unknown] => [
    `examples/${name}`,
    value,
  ])
  return example === undefined ? named : [['example', example], ...named]
}

function exampleValue(document: unknown, { $ref, value }: Node): unknown {
  if (typeof $ref !== 'string') return value
  const target = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Node)[key], document)
  const { value: shared } = target as Node
  return shared
}
