import type { SeedExample } from './seed-example.ts'

const seed = '004_6effe8c18305fa24.txt'

const json = `{
  "api_key": "YOUR_API_KEY",
  "api_secret": "YOUR_API_SECRET"
}`

const authenticate: SeedExample = {
  seed,
  name: 'authentication',
  provider: 'genuin',
  operation: 'genuin#authenticate',
  kind: 'http',
  text: json,
  head: ['POST /api/thirdparty/auth HTTP/1.1', 'Host: {host}', 'Content-Type: application/json'],
  content: json,
  restored: ['POST /api/thirdparty/auth HTTP/1.1', 'Host: {host}', 'Content-Type: application/json'],
  request: {
    method: 'POST',
    server: 'https://{host}',
    path: '/api/thirdparty/auth',
    query: {},
    headers: {},
    body: { api_key: 'YOUR_API_KEY', api_secret: 'YOUR_API_SECRET' },
  },
  placeholders: { '{host}': 'host', YOUR_API_KEY: 'clientId', YOUR_API_SECRET: 'clientSecret' },
  answer: { status: 200, tokenHeader: 'gn-access-token' },
  readings: [
    'Method and path stand in a list beside the body; there is no host and no header: a JSON body, sent as application/json.',
    'The token is "returned in the response header (Body > Header)": in the header.',
  ],
}

export const seed004: readonly SeedExample[] = [authenticate]

/** An error answer that the seed documents. */
export interface DocumentedError {
  readonly seed: string
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly data: object }
}

export const documentedErrors = {
  general: {
    seed,
    status: 400,
    body: { code: '1099', message: 'An unexpected error occurred processing the request', data: {} },
  },
  parametersMissing: {
    seed,
    status: 404,
    body: { code: '5235', message: 'Brand not exists.', data: {} },
  },
  preconditionFailed: {
    seed,
    status: 412,
    body: { code: '5166', message: 'XXXX-[Invalid Use of API]', data: {} },
  },
} as const satisfies { readonly [name: string]: DocumentedError }
