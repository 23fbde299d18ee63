/** A request and its answer as they went over the wire, with the documented URL. */
export interface Exchange {
  readonly request: {
    readonly method: string
    readonly url: URL
    readonly headers: Headers
    readonly body: string
  }
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: string }
}

type Send = (request: Request) => Promise<Response>

/** A `fetch` that keeps what went through it. */
export function recordingFetch(send: Send): { fetch: typeof fetch; exchanges: Exchange[] } {
  const exchanges: Exchange[] = []
  return {
    exchanges,
    async fetch(input, init) {
      const request = new Request(input, init)
      const sent = await request.clone().text()
      const response = await send(request)
      const { status, headers } = response
      exchanges.push({
        request: {
          method: request.method,
          url: new URL(request.url),
          headers: request.headers,
          body: sent,
        },
        response: { status, headers, body: await response.clone().text() },
      })
      return response
    },
  }
}
