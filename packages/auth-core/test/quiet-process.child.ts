// A process of its own for quiet-process.test.ts: `node quiet-process.child.ts <scenario> <token URL>`.
import type { Fetch } from '../src/fetch.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createProviderClient } from '../src/openapi.ts'
import { staticToken } from '../src/static-token.ts'
import { createTokenSource } from '../src/token-source.ts'
import type { TokenTimingOptions } from '../src/token-source-options.ts'
import type { ItemPaths } from './item-paths.ts'

const [, , scenario = '', tokenUrl = ''] = process.argv
Math.random = () => 1

/** A token that is in its refresh window from the beginning. */
const store = {
  async get(key: string) {
    const value = JSON.stringify({ accessToken: 'stored', lifetimeMs: 100_000, key, version: 1, ageMs: 0 })
    return { value, version: 1, ageMs: 85_000 }
  },
  set: async () => true,
}

function source(timing: TokenTimingOptions, fetch?: typeof globalThis.fetch) {
  return {
    grant: clientCredentials({ tokenUrl, clientId: 'client', clientSecret: 'secret', fetch }),
    ...timing,
  }
}

async function refreshBehind(timing: TokenTimingOptions, fetch?: typeof globalThis.fetch) {
  const tokens = createTokenSource({ ...source(timing, fetch), store })
  await tokens.getToken()
  return (await tokens.getToken()).accessToken
}

/** What becomes of an API call, of which nothing but the time-out keeps the process alive. */
async function callApi(timeoutMs: number, fetch: Fetch): Promise<string> {
  const tokens = staticToken('made-up')
  const client = createProviderClient<ItemPaths>({ baseUrl: 'https://api.example', tokens, timeoutMs, fetch })
  return client.GET('/items').then(
    ({ response }) => String(response.status),
    (error: { code: string }) => error.code,
  )
}

/** Hangs as fetch does: until its signal aborts. */
const hang: Fetch = (_, init) =>
  new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))

const never = () => new Promise<never>(() => {})
let calls = 0

const scenarios: Record<string, () => Promise<string>> = {
  // The attempt's time-out would keep the process for 10 s.
  pending: () => refreshBehind({}, never),
  socket: () => refreshBehind({ attemptTimeoutMs: 2_000 }),
  hangingStore: async () => {
    const tokens = createTokenSource({
      ...source({ storeTimeoutMs: 60_000 }, never),
      store: { ...store, get: (key) => (calls++ === 0 ? store.get(key) : never()) },
    })
    await tokens.getToken()
    return (await tokens.getToken()).accessToken
  },
  failing: () => refreshBehind({}, async () => Promise.reject(new Error('down'))),
  backOff: async () => {
    const answers = [new Response(null, { status: 503 }), Response.json({ access_token: 'second' })]
    const tokens = createTokenSource(source({}, async () => answers[calls++] as Response))
    return (await tokens.getToken()).accessToken
  },
  apiTimeOut: () => callApi(100, hang),
  apiAnswer: () => callApi(60_000, async () => Response.json([])),
  timeOut: async () => {
    const tokens = createTokenSource(source({ attemptTimeoutMs: 100, tokenBudgetMs: 150 }, never))
    return tokens.getToken().then(
      () => 'served',
      (error: { code: string }) => error.code,
    )
  },
}

console.log(await scenarios[scenario]?.())
