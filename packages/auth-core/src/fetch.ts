/** The function that carries HTTP: `globalThis.fetch`, or the user's own in its place. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What `fetch` takes as a body. */
export type FetchBody = NonNullable<RequestInit['body']>

/** The user's own fetch, or the global one as it is at the time of each call, so that a patched global works. */
export function lateBound(fetch: Fetch | undefined): Fetch {
  return fetch ?? ((input, init) => globalThis.fetch(input, init))
}
