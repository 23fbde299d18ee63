import { type Change, change } from './change.ts'
import { compareFacts, compareRest } from './compare-rest.ts'
import { compareSchemas, type Direction } from './compare-schemas.ts'
import { compareSecurity } from './compare-security.ts'
import { compareServers } from './compare-servers.ts'
import {
  child,
  childOf,
  childrenOf,
  compareChildren,
  compareKeyed,
  isObject,
  missed,
  type Place,
  pointerOf,
  type Sides,
} from './sides.ts'

/** An operation of both documents, each with its path item. */
export function compareOperations(operation: Sides, pathItem: Sides): Change[] {
  return [
    ...compareFacts(child(operation, 'operationId'), 'operationId'),
    ...compareFacts(child(operation, 'x-token-operation'), 'x-token-operation'),
    ...compareServers(operation, pathItem),
    ...compareSecurity(operation),
    ...compareParameters(operation, pathItem),
    ...compareRequestBodies(child(operation, 'requestBody')),
    ...compareResponses(child(operation, 'responses')),
    ...compareRest(operation, [
      ...['operationId', 'x-token-operation', 'servers', 'security'],
      ...['parameters', 'requestBody', 'responses'],
    ]),
  ]
}

function compareParameters(operation: Sides, pathItem: Sides): Change[] {
  const of = (side: 'before' | 'after') =>
    new Map(
      [pathItem[side], operation[side]].flatMap((owner) =>
        childrenOf(childOf(owner, 'parameters')).map(named),
      ),
    )
  return compareKeyed(
    of('before'),
    of('after'),
    {
      kind: 'the parameter',
      added: (_, parameter) => (isRequired(parameter) ? 'breaking' : 'feature'),
      removed: () => 'breaking',
    },
    (parameter) => [
      ...compareDuty(parameter, 'request'),
      ...compareSchemas(child(parameter, 'schema'), 'request'),
      ...compareRest(parameter, ['name', 'in', 'required', 'schema']),
    ],
  )
}

function named([, parameter]: [string, Place]): [string, Place] {
  const [place, name] = ['in', 'name'].map((key) => String(childOf(parameter, key).value))
  // RFC 9110 section 5.1: the case of a header's name does not matter.
  return [`${place} ${place === 'header' ? name?.toLowerCase() : name}`, parameter]
}

function compareRequestBodies(body: Sides): Change[] {
  const { before, after } = body
  if (before.value === undefined && after.value === undefined) return []
  if (before.value === undefined)
    return [change(after.pointer, 'the request body was added', isRequired(after) ? 'breaking' : 'feature')]
  if (after.value === undefined) return [change(before.pointer, 'the request body was removed', 'breaking')]
  return [
    ...compareDuty(body, 'request'),
    ...compareContents(body, 'request'),
    ...compareRest(body, ['required', 'content']),
  ]
}

/**
 * A new error status is a feature, because clients meet errors that nobody documents anyway; a new success is an answer
 * that nobody is prepared for.
 */
function compareResponses(responses: Sides): Change[] {
  const isSuccess = (status: string) => !/^[45]/.test(status)
  return compareChildren(
    responses,
    {
      kind: 'the status',
      added: (status) => (isSuccess(status) ? 'breaking' : 'feature'),
      removed: (status) => (isSuccess(status) ? 'breaking' : 'feature'),
    },
    (response) => [
      ...compareFacts(child(response, 'x-token-error'), 'x-token-error'),
      ...compareHeaders(response),
      ...compareContents(response, 'response'),
      ...compareRest(response, ['headers', 'content', 'x-token-error']),
    ],
  )
}

function compareHeaders(response: Sides): Change[] {
  const of = (side: Place) =>
    new Map(childrenOf(childOf(side, 'headers')).map(([name, header]) => [name.toLowerCase(), header]))
  return compareKeyed(
    of(response.before),
    of(response.after),
    { kind: 'the response header', ...missed },
    (header) => [
      ...compareDuty(header, 'response'),
      ...compareSchemas(child(header, 'schema'), 'response'),
      ...compareRest(header, ['required', 'schema']),
    ],
  )
}

function compareContents(owner: Sides, direction: Direction): Change[] {
  return compareChildren(
    child(owner, 'content'),
    { kind: `the ${direction} media type`, ...missed },
    (media) => [...compareSchemas(child(media, 'schema'), direction), ...compareRest(media, ['schema'])],
  )
}

/** Whether a parameter, a body or a header must be there. */
function compareDuty(sides: Sides, direction: Direction): Change[] {
  const [old, now] = [isRequired(sides.before), isRequired(sides.after)]
  if (old === now) return []
  const isWorse = now === (direction === 'request')
  return [
    change(pointerOf(sides), `is ${now ? 'required' : 'optional'} now`, isWorse ? 'breaking' : 'feature'),
  ]
}

function isRequired({ value }: Place): boolean {
  return isObject(value) && value['required'] === true
}
