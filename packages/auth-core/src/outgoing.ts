import { hasAuthorization, headersSnapshot } from './authorization-header.ts'
import { recall } from './remembering-request.ts'
import { type ReplayOption, replayableBody, replayableRequestBody } from './replay.ts'
import type { ReplayableBody } from './replayable-body.ts'

/** A request as URL and init: what can be sent twice without being cloned. */
export interface Outgoing {
  readonly url: string
  readonly init: RequestInit
  /** A request that does not show what it was made from; it may hold what only its own class knows (a dispatcher). */
  readonly request?: Request
}

const MEMBERS = [
  'method',
  'headers',
  'signal',
  'redirect',
  'credentials',
  'cache',
  'integrity',
  'keepalive',
  'referrerPolicy',
] as const satisfies readonly (keyof Request & keyof RequestInit)[]

/** The request, its init laid over it. */
export function readOutgoing(input: string | URL | Request, init?: RequestInit): Outgoing {
  if (typeof input === 'string') return { url: input, init: ownMembers(init) }
  if (input instanceof URL) return { url: input.href, init: ownMembers(init) }
  const over = init == null ? undefined : defined(ownMembers(init))
  const remembered = recall(input)
  if (remembered === undefined)
    return { url: input.url, init: { ...membersOf(input), ...over }, request: input }
  const { url, init: made, headers, ownBody } = remembered
  if (ownBody) {
    const { body: _, ...rest } = made
    return { url, init: { ...rest, ...(headers && { headers }), ...over }, request: input }
  }
  if (over === undefined && headers === undefined) return { url, init: made }
  return { url, init: { ...made, ...(headers && { headers }), ...over } }
}

/** Whether it can be sent as it is, and again: no body or a text, and no `Authorization` of the caller's. */
export function isSimple({ init: { body, headers }, request }: Outgoing): boolean {
  return request === undefined && (body == null || typeof body === 'string') && !hasAuthorization(headers)
}

/** The request as it is now, whatever the caller does with its headers from here on. */
export function outgoingSnapshot({ init, request }: Outgoing, url: string) {
  return { url, init: { ...init, headers: headersSnapshot(init.headers) }, ...(request && { request }) }
}

/** The body of the request, once and perhaps again. Rejects with fetch's TypeError where it has been read before. */
export async function readBody({ init, request }: Outgoing, replay: ReplayOption): Promise<ReplayableBody> {
  if (init.body != null || !request?.body) return replayableBody(init.body, replay)
  if (request.bodyUsed) throw new TypeError('The body of this request has been read before')
  return replayableRequestBody(request.body, replay, init.signal)
}

// fetch(url, request) is fetch's way to say "the same, but there": what a Request or an object of a class inherits, fetch
// reads by name.
function ownMembers(init: RequestInit | null | undefined): RequestInit {
  if (init == null) return {}
  // The first comparison makes the second one cheap.
  if (init.constructor === Object && Object.getPrototypeOf(init) === Object.prototype) return init
  return { ...init, ...membersOf(init, [...MEMBERS, 'body', 'mode', 'referrer', 'dispatcher']) }
}

function membersOf(source: object, names: readonly string[] = MEMBERS): RequestInit {
  return defined(Object.fromEntries(names.map((name) => [name, Reflect.get(source, name)])))
}

// To fetch, an undefined member is an absent one.
function defined(init: RequestInit): RequestInit {
  return Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined))
}
