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
export function readOutgoing(input: string | URL | Request, init: RequestInit = {}): Outgoing {
  if (typeof input === 'string' || input instanceof URL) return { url: String(input), init }
  const remembered = recall(input)
  if (remembered !== undefined) {
    const headers = remembered.headers === undefined ? {} : { headers: remembered.headers }
    return { url: remembered.url, init: { ...remembered.init, ...headers, ...init } }
  }
  const members = MEMBERS.map((name) => [name, input[name]]).filter(([, value]) => value !== undefined)
  return { url: input.url, init: { ...Object.fromEntries(members), ...init }, request: input }
}

/** The body of the request, once and perhaps again. */
export function readBody({ init, request }: Outgoing, replay: ReplayOption): Promise<ReplayableBody> {
  if (init.body == null && request?.body) return replayableRequestBody(request.body, replay)
  return replayableBody(init.body, replay)
}
