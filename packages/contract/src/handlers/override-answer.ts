import { type Answer, documentedAnswer } from '../answer.ts'
import { checkMembers } from '../check-members.ts'
import type { Instead } from '../operation-handler.ts'
import type { Operation } from '../operations.ts'
import type { SandboxRequest } from '../read-request.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { AnyOperation, Override, OverrideAnswer } from './overrides.ts'

/** The overrides without the types of their operations. */
export type UntypedOverrides = { readonly [name: string]: Override<AnyOperation> | undefined }

/** The operations that the overrides name. */
export function overriddenOperations(
  operations: readonly Operation[],
  overrides: UntypedOverrides,
): readonly Operation[] {
  const names = new Set(operations.map(nameOf))
  checkMembers('overrides', overrides, [...names])
  for (const operation of operations) {
    const override = overrides[nameOf(operation)]
    if (override !== undefined && typeof override !== 'function') checkAnswer(operation, override)
  }
  return operations.filter((operation) => overrides[nameOf(operation)] !== undefined)
}

/** Answers with the overrides in place of the documented successes. */
export function answerInstead(overrides: UntypedOverrides): Instead {
  return async (operation, request, params) => {
    const override = overrides[nameOf(operation)]
    if (typeof override !== 'function') return override && answerOf(operation, override, request)
    const { method, query, headers, content: body } = request
    const answer = await override({ method, params, query, headers, body })
    return answer && answerOf(operation, answer, request)
  }
}

function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

function checkAnswer(operation: Operation, answer: OverrideAnswer<AnyOperation>): void {
  const place = `overrides, ${nameOf(operation)}`
  checkMembers(place, answer, ['status', 'body', 'headers', 'mediaType'])
  const { status, headers = {}, mediaType = '' } = answer
  checkMembers(`${place}, headers`, headers, Object.keys(Object(headers)))
  if (typeof mediaType !== 'string') throw new SandboxError(`${place}: mediaType must be a text.`)
  if (Number.isInteger(status) && documentedAnswer(operation, status) !== undefined) return
  const statuses = [...operation.responses.keys()].join(', ')
  const wrong = JSON.stringify(status)
  throw new SandboxError(`${place}: the status ${wrong} is not documented; there are ${statuses}.`)
}

function answerOf(
  operation: Operation,
  override: OverrideAnswer<AnyOperation>,
  request: SandboxRequest,
): Answer {
  const { status, body, headers = {}, mediaType = request.headers['accept'] } = override
  checkAnswer(operation, override)
  const documented = documentedAnswer(operation, status, mediaType) as Answer
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    ...documented,
    headers: { ...documented.headers, ...Object.fromEntries(lowerCase) },
    ...(body !== undefined && { mediaType: documented.mediaType ?? 'application/json', content: body }),
  }
}
