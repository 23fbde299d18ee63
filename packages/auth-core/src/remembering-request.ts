import { bodySnapshot } from './replay.ts'

/** What a request was made from. */
export interface RememberedInit {
  readonly url: string
  readonly init: RequestInit
  /** The request's own headers, where somebody may have changed them since. */
  readonly headers: Headers | undefined
}

interface RememberingRequestClass {
  new (input: string | URL | Request, init?: RequestInit): Request
  recall(request: Request): RememberedInit | undefined
}

// Made when first needed: to name `Request` is to load the whole of the platform's fetch.
let memo: RememberingRequestClass | undefined

/**
 * A `Request` that remembers the URL and init it was made from, so that it can be sent, and sent again, without
 * being cloned, with its body as it was given and with what a `Request` does not show (a dispatcher).
 */
export function rememberingRequest(): RememberingRequestClass {
  memo ??= defineClass()
  return memo
}

function defineClass(): RememberingRequestClass {
  const Base = Request as unknown as new (input: string | URL | Request, init: RequestInit) => object
  const ownHeaders = (request: object) => Reflect.get(Request.prototype, 'headers', request) as Headers
  class RememberingRequest extends Base {
    #init: RequestInit | undefined
    #headersSeen = false

    constructor(input: string | URL | Request, init: RequestInit = {}) {
      super(input, init)
      if (typeof input !== 'string' && !(input instanceof URL)) return
      const body = bodySnapshot(init.body)
      this.#init = body === undefined || body === init.body ? init : { ...init, body }
    }

    // Whoever holds the headers can change them; the constructor itself does not come by here.
    get headers(): Headers {
      this.#headersSeen = true
      return ownHeaders(this)
    }

    // openapi-fetch asks it of what its middleware returns, which is anybody's Request.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Request
    }

    static recall(request: Request): RememberedInit | undefined {
      if (!(#init in request) || request.#init === undefined) return undefined
      const headers = request.#headersSeen ? ownHeaders(request) : undefined
      return { url: request.url, init: request.#init, headers }
    }
  }
  return RememberingRequest as unknown as RememberingRequestClass
}

/** What `request` was made from, if it remembers. */
export function recall(request: Request): RememberedInit | undefined {
  return memo?.recall(request)
}
