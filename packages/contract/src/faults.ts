import { type Answer, documentedAnswer } from './answer.ts'
import { checkMembers } from './check-members.ts'
import type { Operation } from './operations.ts'
import { SandboxError } from './sandbox-error.ts'

/** Which requests are meant: a kind, an operationId, or `<document id>#<operationId>`. */
export type FaultTarget = 'token' | 'api' | (string & {})

/** What is answered in place of the documented answer. */
export interface Fault {
  /** The requests that it falls on. @default every request */
  readonly on?: FaultTarget
  /** @default 503 */
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  /** A text, or a value that is sent as JSON. @default what the operation documents for the status, else nothing */
  readonly body?: unknown
  /** Breaks the connection instead of answering. */
  readonly reset?: true
  /** How many requests it falls on. @default until it is cleared */
  readonly times?: number
}

/** A pause before each answer, in real milliseconds. */
export interface Delay {
  /** The requests that wait. @default every request */
  readonly on?: FaultTarget
  readonly ms: number
}

export interface Faults {
  fail(fault: Fault | undefined): void
  delay(delay: number | Delay | undefined): void
  /** The fault for this request, which it uses up once. */
  take(operation: Operation | undefined): Fault | undefined
  delayOf(operation: Operation | undefined): number
}

const everything = ''

export function createFaults(operations: readonly Operation[]): Faults {
  const faults = new Map<string, { fault: Fault; left: number }>()
  const delays = new Map<string, number>()
  const targets = new Set([everything, ...operations.flatMap(targetsOf)])
  const checkTarget = (target = everything) => {
    if (targets.has(target)) return target
    throw new SandboxError(
      `on: no operation is called ${target}; there are ${[...targets].filter(Boolean).join(', ')}.`,
    )
  }
  return {
    fail(fault) {
      if (fault === undefined) return faults.clear()
      faults.set(checkTarget(checkFault(fault).on), { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
    delay(delay) {
      if (delay === undefined) return delays.clear()
      const { on, ms } = typeof delay === 'number' ? { on: undefined, ms: delay } : delay
      // A longer timer would fire at once.
      if (!(ms >= 0 && ms < 2 ** 31))
        throw new SandboxError('delay: ms must be a number of milliseconds, 0 or more.')
      delays.set(checkTarget(on), ms)
    },
    take(operation) {
      const target = targetsOf(operation).find((name) => faults.has(name)) ?? everything
      const found = faults.get(target)
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left <= 0) faults.delete(target)
      return found.fault
    },
    delayOf: (operation) =>
      delays.get(targetsOf(operation).find((name) => delays.has(name)) ?? everything) ?? 0,
  }
}

export function answerFault(
  { status = 503, headers = {}, body }: Fault,
  operation: Operation | undefined,
): Answer {
  const documented = body === undefined && operation ? documentedAnswer(operation, status) : undefined
  const given = typeof body === 'string' ? { mediaType: 'text/plain' } : { mediaType: 'application/json' }
  const answer = documented ?? { status, headers: {}, ...(body !== undefined && { ...given, content: body }) }
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(lowerCase) } }
}

/** The names of a request's target, the closest first. */
function targetsOf(operation: Operation | undefined): string[] {
  if (operation === undefined) return []
  return [`${operation.document.id}#${operation.id}`, operation.id, operation.token ? 'token' : 'api']
}

function checkFault(fault: Fault): Fault {
  checkMembers('fail', fault, ['on', 'status', 'headers', 'body', 'reset', 'times'])
  const { status = 503, times = 1 } = fault
  if (!Number.isInteger(times) || times < 1)
    throw new SandboxError('fail: times must be a whole number, 1 or more.')
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new SandboxError('fail: status must be an HTTP status from 200 to 599.')
  return fault
}
