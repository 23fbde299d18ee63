import { type Answer, documentedAnswer } from './answer.ts'
import { bytesOf } from './answer-wire.ts'
import { isJson } from './media-type.ts'
import type { Operation } from './operations.ts'

/** The faults that have a name, and what each can be told. */
export interface NamedFaults {
  /** 429; the operation is not carried out. */
  readonly too_many_requests: {
    /** Sent as `Retry-After`. @default no such header */
    readonly retryAfterSeconds?: number
    /** Both forms of RFC 9110 section 10.2.3; the date is by the sandbox's clock. @default 'seconds' */
    readonly retryAfterForm?: 'seconds' | 'date'
  }
  /** A status from 500 to 599; the operation is not carried out. */
  readonly server_error: {
    /** @default 500 */
    readonly status?: number
  }
  /** The operation is carried out, and its answer breaks off in the middle of the body. */
  readonly reset_mid_body: Record<never, never>
  /** The operation is carried out, and the head of its answer comes line by line. */
  readonly slow_headers: {
    /** How long the head takes in all. */
    readonly ms: number
  }
  /** The operation is carried out, and the body of its answer comes in pieces. */
  readonly slow_body: {
    /** The pause after each piece. */
    readonly ms: number
    /** The length of a piece, in bytes. @default 1 */
    readonly pieceBytes?: number
  }
  /** A redirect; the operation is not carried out. */
  readonly redirect: {
    /** The documented URL of a server of the sandbox is sent as its loopback URL, any other as it is. */
    readonly to: string
    /** @default 302 */
    readonly status?: 301 | 302 | 303 | 307 | 308
  }
  /** A page in HTML, as a proxy or a captive portal gives; the operation is not carried out. */
  readonly html: {
    /** @default 200 */
    readonly status?: number
  }
  /** The operation is carried out, and its JSON ends in the middle, although the answer is complete. */
  readonly truncated_json: Record<never, never>
  /** The operation is carried out, and its JSON is made longer with blanks. */
  readonly oversized_json: {
    /** How many blanks. @default 16777216 */
    readonly bytes?: number
  }
  /** The operation is carried out, and its answer says that it is of another media type. */
  readonly wrong_content_type: {
    /** @default 'text/plain' */
    readonly mediaType?: string
  }
  /** The operation is carried out, and `Date` is not what the sandbox's clock shows. */
  readonly clock_skew: {
    /** How far ahead `Date` is; behind where it is less than 0. */
    readonly ms: number
  }
  /** Wrong credentials are refused after a wait that grows: the first time `ms`, then twice that, three times, ... */
  readonly tar_pit: {
    /** @default 1000 */
    readonly ms?: number
  }
}

export type FaultName = keyof NamedFaults

/** A fault by its name, such as `{ fault: 'slow_body', ms: 10 }`. */
export type NamedFault = {
  readonly [Name in FaultName]: { readonly fault: Name } & NamedFaults[Name]
}[FaultName]

/** The answer to one request under a fault; `answer` carries the operation out. */
export type Effect = (
  answer: () => Promise<Answer>,
  operation: Operation | undefined,
) => Promise<Answer | undefined>

/** How each named fault is made; what it holds lives as long as the fault. */
const effects: {
  readonly [Name in FaultName]: (told: NamedFaults[Name], clock: { now(): number }) => Effect
} = {
  too_many_requests({ retryAfterSeconds, retryAfterForm = 'seconds' }, clock) {
    return async (_, operation) => {
      if (retryAfterSeconds === undefined) return statusAnswer(429, operation)
      const date = () => new Date(clock.now() + retryAfterSeconds * 1000).toUTCString()
      const value = retryAfterForm === 'date' ? date() : String(retryAfterSeconds)
      return withHeader(statusAnswer(429, operation), 'retry-after', value)
    }
  },
  server_error({ status = 500 }) {
    return async (_, operation) => statusAnswer(status, operation)
  },
  reset_mid_body() {
    return changed((answer) => {
      const { byteLength } = bytesOf(answer.content, answer.mediaType)
      return { ...answer, delivery: { resetAfter: Math.floor(byteLength / 2) } }
    })
  },
  slow_headers({ ms }) {
    return changed((answer) => ({ ...answer, delivery: { headMs: ms } }))
  },
  slow_body({ ms, pieceBytes: bytes = 1 }) {
    return changed((answer) => ({ ...answer, delivery: { pieces: { bytes, ms } } }))
  },
  redirect({ to, status = 302 }) {
    return async () => ({ status, headers: { location: to } })
  },
  html({ status = 200 }) {
    const content = '<!doctype html><title>Sign in</title><p>Sign in to use this network.</p>'
    return async () => ({ status, headers: {}, mediaType: 'text/html; charset=utf-8', content })
  },
  truncated_json() {
    return changedJson((json) => json.subarray(0, Math.floor(json.byteLength / 2)))
  },
  oversized_json({ bytes = 16 * 1024 * 1024 }) {
    return changedJson((json) => Buffer.concat([json, Buffer.alloc(bytes, ' ')]))
  },
  wrong_content_type({ mediaType = 'text/plain' }) {
    return changed((answer) => ({ ...answer, mediaType, content: bytesOf(answer.content, answer.mediaType) }))
  },
  clock_skew({ ms }, clock) {
    return changed((answer) => withHeader(answer, 'date', new Date(clock.now() + ms).toUTCString()))
  },
  tar_pit({ ms = 1000 }) {
    let wait = 0
    return changed((answer) => {
      if (answer.wrongCredentials) wait = Math.min(wait + ms, 2 ** 31 - 1)
      return answer.wrongCredentials ? { ...answer, delivery: { waitMs: wait } } : answer
    })
  },
}

export function effectOf(fault: NamedFault, clock: { now(): number }): Effect {
  const make = effects[fault.fault] as (told: NamedFault, clock: { now(): number }) => Effect
  return make(fault, clock)
}

function changed(change: (answer: Answer) => Answer): Effect {
  return async (answer) => change(await answer())
}

// An answer without a body gets an object, so that there is something to break; one of another kind is left alone.
function changedJson(change: (json: Uint8Array) => Uint8Array): Effect {
  return changed((answer) => {
    const { mediaType = 'application/json', content = {} } = answer
    if (!isJson(mediaType)) return answer
    return { ...answer, mediaType, content: change(bytesOf(content, mediaType)) }
  })
}

/** What the operation documents for the status, else nothing but the status. */
export function statusAnswer(status: number, operation: Operation | undefined): Answer {
  return (operation && documentedAnswer(operation, status)) ?? { status, headers: {} }
}

function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: { ...answer.headers, [name]: value } }
}
