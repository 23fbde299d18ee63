type Call = (path: string, init: object) => Promise<unknown>

/** What the rows use of an openapi-fetch client whose paths they do not type. */
export interface PlainClient {
  readonly GET: Call
  readonly POST: Call
  use(middleware: object): void
}

type CreateClient = (options: {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly headers: Readonly<Record<string, string>>
}) => PlainClient

// By its path: the copy that the clients stand on, which the workspace's root does not have.
const path = '../packages/auth-core/node_modules/openapi-fetch/dist/index.mjs'

/** openapi-fetch itself. */
export const createPlainClient: CreateClient = (await import(new URL(path, import.meta.url).href)).default
