import type { Answer } from './answer.ts'
import { createFaultCheck } from './check-fault.ts'
import { checkMembers } from './check-members.ts'
import { type Effect, effectOf, type NamedFault, statusAnswer } from './named-faults.ts'
import type { Operation } from './operations.ts'
import { SandboxError } from './sandbox-error.ts'

/** Which requests are meant: a kind, an operationId, or `<document id>#<operationId>`. */
export type FaultTarget = 'token' | 'api' | (string & {})

/** What goes wrong, by its name or in words of one's own, and for which requests. */
export type Fault = {
  /** The requests that it falls on. @default every request */
  readonly on?: FaultTarget
  /** How many requests it falls on. @default until it is cleared */
  readonly times?: number
} & (NamedFault | CustomFault)

/** What is answered in place of the documented answer; the operation is not carried out. */
export interface CustomFault {
  readonly fault?: 'custom'
  /** @default 503 */
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  /** A text, or a value that is sent as JSON. @default what the operation documents for the status, else nothing */
  readonly body?: unknown
  /** Breaks the connection instead of answering. */
  readonly reset?: true
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
  /** The answer under the fault that falls on this request, which uses it up once; else the answer as it is. */
  apply(operation: Operation | undefined, answer: () => Promise<Answer>): Promise<Answer | undefined>
  delayOf(operation: Operation | undefined): number
}

const everything = ''

export function createFaults(operations: readonly Operation[], clock: { now(): number }): Faults {
  const faults = new Map<string, { effect: Effect; left: number }>()
  const delays = new Map<string, number>()
  const checkFault = createFaultCheck()
  const targets = new Set(operations.flatMap(targetsOf))
  const checkTarget = (target?: FaultTarget) => {
    if (target === undefined) return everything
    if (targets.has(target)) return target
    throw new SandboxError(`on: no operation is called ${target}; there are ${[...targets].join(', ')}.`)
  }
  return {
    fail(fault) {
      if (fault === undefined) return faults.clear()
      checkFault(fault)
      const effect = isNamed(fault) ? effectOf(fault, clock) : customEffect(fault)
      faults.set(checkTarget(fault.on), { effect, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
    delay(delay) {
      if (delay === undefined) return delays.clear()
      if (typeof delay !== 'number') checkMembers('delay', delay, ['on', 'ms'])
      const { on, ms } = typeof delay === 'number' ? { on: undefined, ms: delay } : delay
      // A longer timer would fire at once.
      if (typeof ms !== 'number' || !(ms >= 0 && ms < 2 ** 31))
        throw new SandboxError('delay: ms must be a number of milliseconds, 0 or more.')
      delays.set(checkTarget(on), ms)
    },
    async apply(operation, answer) {
      const target = targetsOf(operation).find((name) => faults.has(name)) ?? everything
      const found = faults.get(target)
      if (found === undefined) return answer()
      found.left -= 1
      if (found.left <= 0) faults.delete(target)
      return found.effect(answer, operation)
    },
    delayOf: (operation) =>
      delays.get(targetsOf(operation).find((name) => delays.has(name)) ?? everything) ?? 0,
  }
}

function isNamed(fault: NamedFault | CustomFault): fault is NamedFault {
  return fault.fault !== undefined && fault.fault !== 'custom'
}

function customEffect({ status = 503, headers = {}, body, reset }: CustomFault): Effect {
  return async (_, operation) => {
    if (reset) return undefined
    const answer = body === undefined ? statusAnswer(status, operation) : givenAnswer(status, body)
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(lowerCase) } }
  }
}

function givenAnswer(status: number, content: unknown): Answer {
  const mediaType = typeof content === 'string' ? 'text/plain' : 'application/json'
  return { status, headers: {}, mediaType, content }
}

/** The names of a request's target, the closest first. */
function targetsOf(operation: Operation | undefined): string[] {
  if (operation === undefined) return []
  return [`${operation.document.id}#${operation.id}`, operation.id, operation.token ? 'token' : 'api']
}
