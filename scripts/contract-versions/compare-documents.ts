import { type Change, distinct } from './change.ts'
import { compareOperations } from './compare-operations.ts'
import { compareFacts, compareRest } from './compare-rest.ts'
import {
  child,
  childOf,
  compareChildren,
  compareKeyed,
  missed,
  type Place,
  rootOf,
  type Sides,
} from './sides.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Every difference between two versions of an OpenAPI 3.1 document, each with what it means to those who use it. */
export function compareDocuments(before: unknown, after: unknown): Change[] {
  const root = { before: rootOf(before), after: rootOf(after) }
  const comparedHere = ['openapi', 'info', 'servers', 'paths', 'components', 'security']
  return distinct([
    ...compareFacts(child(root, 'info', 'x-id'), 'x-id'),
    ...compareRest(child(root, 'info'), ['x-id']),
    ...comparePaths(child(root, 'paths')),
    ...compareComponents(child(root, 'components')),
    ...compareRest(root, comparedHere),
  ])
}

function comparePaths(paths: Sides): Change[] {
  return compareChildren(paths, { kind: 'the path', ...missed }, (pathItem) => [
    ...compareKeyed(
      operationsOf(pathItem.before),
      operationsOf(pathItem.after),
      { kind: 'the operation', ...missed },
      (operation) => compareOperations(operation, pathItem),
    ),
    ...compareRest(pathItem, [...methods, 'servers', 'parameters']),
  ])
}

function operationsOf(pathItem: Place): Map<string, Place> {
  const found = methods.map((method): [string, Place] => [method, childOf(pathItem, method)])
  return new Map(found.filter(([, { value }]) => value !== undefined))
}

/** Users import the types of the schemas by their names; what is in them is compared where operations use them. */
function compareComponents(components: Sides): Change[] {
  const schemas = compareChildren(child(components, 'schemas'), { kind: 'the schema', ...missed })
  return [...schemas, ...compareFacts(child(components, 'securitySchemes'), 'the security scheme')]
}
