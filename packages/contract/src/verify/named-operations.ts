import { childOf } from '../documents.ts'
import type { Operation } from '../operations.ts'
import { parametersOf } from '../parameters.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { GivenRequest, VerifyOptions } from './verify-options.ts'

/** What is to be sent for an operation in place of its examples; `<document id>#<operationId>` goes before the operationId. */
export function givenRequests(
  operations: readonly Operation[],
  { requests = {} }: VerifyOptions,
): (operation: Operation) => GivenRequest {
  for (const [name, { parameters = {} }] of Object.entries(requests)) {
    const known = operationsNamed(operations, 'requests', name).flatMap(parameterNames)
    const unknown = Object.keys(parameters).find((parameter) => !known.includes(parameter))
    if (unknown !== undefined)
      throw new SandboxError(`requests.${name}.parameters: the operation has no parameter ${unknown}.`)
  }
  return ({ document, id }) => requests[`${document.id}#${id}`] ?? requests[id] ?? {}
}

/** Whether an operation may be called: it changes nothing, or was allowed. */
export function allowedBy(
  operations: readonly Operation[],
  { allowWrites = false }: VerifyOptions,
): (operation: Operation) => boolean {
  const listed =
    typeof allowWrites === 'boolean'
      ? []
      : allowWrites.flatMap((name) => operationsNamed(operations, 'allowWrites', name))
  return (operation) =>
    operation.token !== undefined ||
    ['GET', 'HEAD'].includes(operation.method) ||
    allowWrites === true ||
    listed.includes(operation)
}

function operationsNamed(operations: readonly Operation[], option: string, name: string): Operation[] {
  const found = operations.filter(({ document, id }) => name === id || name === `${document.id}#${id}`)
  if (found.length > 0) return found
  const known = operations.map(({ document, id }) => `${document.id}#${id}`)
  throw new SandboxError(`${option}: there is no operation ${name}; there are ${known.join(', ')}.`)
}

function parameterNames(operation: Operation): string[] {
  return parametersOf(operation).map(({ node }) => String(childOf(node, 'name').value))
}
