import { headersSnapshot } from './authorization-header.ts'
import { bodySnapshot, isAsyncIterable } from './replay.ts'

/** What a request was made from. */
export interface RememberedInit {
  readonly url: string
  readonly init: RequestInit
  /** The request's own headers, where somebody may have changed them since. */
  readonly headers: Headers | undefined
  /** The request's own body counts: a stream, of which there is one only, or a form whose boundary somebody knows. */
  readonly ownBody: boolean
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
  const { clone } = Request.prototype
  const own = <Name extends 'headers' | 'body'>(name: Name, request: object): Request[Name] =>
    Reflect.get(Request.prototype, name, request)
  class RememberingRequest extends Base {
    #init: RequestInit | undefined
    /** The content type of this request's own encoding of a form: another encoding has another boundary. */
    #formType: string | null = null
    #headersSeen = false
    #bodySeen = false

    constructor(input: string | URL | Request, init: RequestInit = {}) {
      super(input, init)
      if (typeof input !== 'string' && !(input instanceof URL)) return
      const body = bodySnapshot(init.body)
      this.#init = body === undefined || body === init.body ? init : { ...init, body }
      if (body instanceof FormData && !new Headers(init.headers).has('content-type'))
        this.#formType = own('headers', this).get('content-type')
    }

    // Whoever holds the headers can change them; the constructor itself does not come by here, though a patched
    // `Request` (that of msw) does, before there are fields.
    get headers(): Headers {
      if (#headersSeen in this) this.#headersSeen = true
      return own('headers', this)
    }

    get body(): ReadableStream<Uint8Array> | null {
      if (#bodySeen in this) this.#bodySeen = true
      return own('body', this)
    }

    #headersFor(ownBody: boolean): Headers {
      const headers = own('headers', this)
      if (ownBody || this.#formType === null || headers.get('content-type') !== this.#formType) return headers
      const others = headersSnapshot(headers)
      others.delete('content-type')
      return others
    }

    clone(): Request {
      this.#bodySeen = true
      return clone.call(this as unknown as Request)
    }

    // openapi-fetch asks it of what its middleware returns, which is anybody's Request.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Request
    }

    static recall(request: Request): RememberedInit | undefined {
      if (!(#init in request) || request.#init === undefined) return undefined
      const { url } = request
      const { body } = request.#init
      const ownBody = isAsyncIterable(body) || (body instanceof FormData && request.#bodySeen)
      const headers = ownBody || request.#headersSeen ? request.#headersFor(ownBody) : undefined
      return { url, init: request.#init, headers, ownBody }
    }
  }
  return RememberingRequest as unknown as RememberingRequestClass
}

/** What `request` was made from, if it remembers. */
export function recall(request: Request): RememberedInit | undefined {
  return memo?.recall(request)
}
