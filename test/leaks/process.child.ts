// A process of its own for process.test.ts: `node process.child.ts <scenario>`, the secrets as JSON in CANARIES.
import {
  clientCredentials,
  createTokenSource,
  type Fetch,
  type LatchkeyErrorCode,
  refreshToken,
  staticToken,
} from '@latchkey/auth-core'
import { createGbgClient } from '../../packages/gbg/src/index.ts'
import { createGiniClient } from '../../packages/gini/src/index.ts'

const [, , scenario = ''] = process.argv
const {
  clientSecret,
  password,
  seed,
  accessToken,
  refreshToken: rotated,
} = JSON.parse(process.env['CANARIES'] ?? '')
const tokenUrl = 'https://id.example/token'
const client = { clientId: 'made-up-client', clientSecret }
const user = { username: 'made-up-user', password }

const issue = () => Response.json({ access_token: accessToken, expires_in: 3600, refresh_token: rotated })

/** A server that says everything back. */
const quoting =
  (status: number, error?: string): Fetch =>
  async (input, init) => {
    const text = [input, init?.body, ...new Headers(init?.headers)].join(' ')
    const body = { error: error ?? text, error_description: text, message: text }
    return Response.json(body, {
      status,
      headers: { location: `https://x.example/${encodeURIComponent(text)}` },
    })
  }

/** An API behind a token endpoint that works. */
const api =
  (answer: (token: string) => Response): Fetch =>
  async (input, init) => {
    const { url, headers } = new Request(input, init)
    return url.startsWith(tokenUrl) ? issue() : answer(headers.get('authorization') ?? '')
  }

function gini(fetch: Fetch | undefined, options: object = {}) {
  return createGiniClient({ ...client, user, tokenUrl, fetch, tokenBudgetMs: 50, ...options })
}

const away = () => Promise.reject(new Error(`${clientSecret} ${rotated}`))
const seeded = (fetch: Fetch) =>
  refreshToken({ ...client, tokenUrl, fetch, refreshToken: seed, subject: 'user-1' })

/** How to meet each error. */
const crashes: Record<LatchkeyErrorCode, () => unknown> = {
  invalid_options: () => gini(undefined, { clientSecret: `${clientSecret}\n` }),
  insecure_url: () => gini(undefined, { tokenUrl: `http://id.example/${encodeURIComponent(clientSecret)}` }),
  browser_forbidden: () => {
    Object.assign(globalThis, { window: { document: {} } })
    return gini(undefined)
  },
  origin_not_allowed: () =>
    gini(api(issue)).fetch(`https://evil.example/${encodeURIComponent(clientSecret)}`),
  client_rejected: () => gini(quoting(401)).GET('/documents'),
  grant_rejected: () => gini(quoting(400)).GET('/documents'),
  login_required: () => createTokenSource({ grant: seeded(quoting(400, 'invalid_grant')) }).getToken(),
  token_endpoint_unavailable: () =>
    gini(undefined, { tokenUrl: 'http://127.0.0.1:1/token' }).GET('/documents'),
  token_endpoint_redirect: () => gini(quoting(302)).GET('/documents'),
  malformed_token_response: () => gini(quoting(200)).GET('/documents'),
  api_unreachable: () =>
    gini(
      api((token) => {
        throw new TypeError(`fetch failed with ${token}`)
      }),
    ).GET('/documents'),
  malformed_response: () => gini(api((token) => new Response(`not JSON: ${token}`))).GET('/documents'),
  store_unavailable: () => {
    const store = { get: away, set: away, lease: away }
    return createTokenSource({ grant: seeded(async () => issue()), store }).getToken()
  },
}

const others: Record<string, () => unknown> = {
  async logs() {
    const signedIn = gini(api(() => Response.json({ documents: [] })))
    const result = await signedIn.GET('/documents')
    const gbg = createGbgClient({ ...client, region: 'eu', user })
    const grant = clientCredentials({ ...client, tokenUrl })
    const refused = await Promise.resolve(crashes.client_rejected()).catch((error: unknown) => error)
    for (const value of [signedIn, signedIn.tokens, result, gbg, grant, staticToken(accessToken), refused]) {
      console.log(value)
      console.error('%s %o %O %j', value, value, value, value)
      console.dir(value, { showHidden: true, depth: null })
      console.table([value])
      console.trace(value)
      process.emitWarning(String(value))
    }
  },
  async rejection() {
    void crashes.client_rejected()
    await new Promise((resolve) => setTimeout(resolve, 10_000))
  },
}

const scenarios: Record<string, () => unknown> = { ...crashes, ...others }
await scenarios[scenario]?.()
