import * as core from '@latchkey/auth-core'
import { ContractViolationError, createSandbox } from '@latchkey/contract'
import { createRedisStore } from '@latchkey/redis'
import { createFileStore } from '../../packages/auth-core/src/node/index.ts'
import { authMiddleware, createProvider, createProviderClient } from '../../packages/auth-core/src/openapi.ts'
import { openTelemetry } from '../../packages/auth-core/src/opentelemetry.ts'
import { createGbgClient } from '../../packages/gbg/src/index.ts'
import { createGiniClient, createGiniUserCenterClient } from '../../packages/gini/src/index.ts'
import { canaries } from './canaries.ts'
import { providerExhibits } from './provider-exhibits.ts'
import { apiUrl, tokenUrl, type World } from './world.ts'

const { clientSecret, accessToken } = canaries
const user = { username: 'made-up-user', password: canaries.password }
const clientId = 'made-up-client'
const baseUrl = apiUrl

/** What a user holds in hand: the makers of it, by the name of the export. */
export type Exhibit = (world: World) => unknown

const grantsOf = ({ fetch }: World) => {
  const client = { tokenUrl, clientId, clientSecret, fetch }
  const post = { clientAuthentication: 'client_secret_post', encoding: 'json' } as const
  return {
    clientCredentials: core.clientCredentials({
      ...client,
      tokenUrl: `${tokenUrl}?key=${encodeURIComponent(clientSecret)}`,
    }),
    clientCredentialsInBody: core.clientCredentials({ ...client, ...post, clientSecret: () => clientSecret }),
    password: core.password({ ...client, ...user }),
    refreshToken: core.refreshToken({ initial: core.password({ ...client, ...user }) }),
    seeded: core.refreshToken({ ...client, refreshToken: canaries.seed, subject: 'made-up-user' }),
    operationGrant: core.operationGrant(headerOperation, 'api_key', client),
    defineGrant: core.defineGrant({
      identity: [clientSecret],
      request: async ({ resolve }) => {
        const key = await resolve('key', clientSecret)
        return { url: tokenUrl, headers: {}, body: key, fetch, secrets: [key] }
      },
      read: ({ body }) => ({ accessToken: (body as { access_token: string }).access_token }),
    }),
  }
}

const headerOperation = {
  path: '/token',
  accept: 'application/json',
  client: 'basic',
  grants: { api_key: {} },
  token: { accessToken: '$response.header.gn-access-token' },
} as const satisfies core.TokenOperation

const grant = (name: keyof ReturnType<typeof grantsOf>) => (world: World) => {
  const made = grantsOf(world)[name]
  return [made, core.createTokenSource({ grant: made, ...world.terms })]
}

const tokens = () => ({ getToken: async () => ({ accessToken, tokenType: 'Bearer' as const }) })
const common = ({ fetch, terms }: World) => ({ clientId, clientSecret, baseUrl, fetch, ...terms })

/**
 * Every value that the packages export. A new export needs a line here, or in `carriers` with a reason; a provider's
 * client is here already, and needs one if it takes more secrets than its flows say.
 */
export const exhibits: Readonly<Record<string, Exhibit>> = {
  ...(await providerExhibits()),
  clientCredentials: (world) => [grant('clientCredentials')(world), grant('clientCredentialsInBody')(world)],
  password: grant('password'),
  refreshToken: (world) => [grant('refreshToken')(world), grant('seeded')(world)],
  operationGrant: grant('operationGrant'),
  defineGrant: grant('defineGrant'),
  createTokenSource: (world) =>
    Object.values(grantsOf(world)).map((grant) => core.createTokenSource({ grant, ...world.terms })),
  staticToken: () => [core.staticToken(accessToken), core.staticToken(() => accessToken)],
  createMemoryStore: ({ terms }) => terms.store,
  createFileStore: (world) => {
    const store = createFileStore({ directory: world.directory() })
    const grant = grantsOf(world).refreshToken
    return [store, core.createTokenSource({ grant, ...world.terms, store })]
  },
  encryptStore: (world) => {
    const key = Buffer.from(clientSecret).subarray(0, 32)
    const inner = core.createMemoryStore()
    const stores = [key, key.toString('base64')].map((key) =>
      core.encryptStore(core.createMemoryStore(), { keys: { now: key }, current: 'now' }),
    )
    const grant = grantsOf(world).refreshToken
    const sources = stores.map((store) => core.createTokenSource({ grant, ...world.terms, store }))
    const wrong = `${key.toString('base64')}=`
    return [
      ...stores,
      ...sources,
      thrownBy(() => core.encryptStore(inner, { keys: { now: wrong }, current: 'now' })),
      thrownBy(() => core.encryptStore(inner, { keys: { [clientSecret]: key }, current: clientSecret })),
    ]
  },
  createRedisStore: (world) => {
    // As ioredis rejects: with the command and all that it was given.
    const client = {
      defineCommand: undefined,
      eval: async (...command: unknown[]): Promise<never> => {
        throw Object.assign(new Error(`ERR ${command.join(' ')}`), { command })
      },
    }
    const store = createRedisStore({ client })
    return [store, core.createTokenSource({ grant: grantsOf(world).refreshToken, ...world.terms, store })]
  },
  openTelemetry: (world) => {
    const told: unknown[] = []
    const provider = recorder(told)
    const onEvent = openTelemetry({ tracerProvider: provider, meterProvider: provider })
    return [core.createTokenSource({ grant: grantsOf(world).password, ...world.terms, onEvent }), { told }]
  },
  createAuthFetch: ({ fetch }) => core.createAuthFetch({ tokens: tokens(), origins: [apiUrl], fetch }),
  composeFetch: ({ fetch }) =>
    core.composeFetch(core.createAuthFetch({ tokens: tokens(), origins: [apiUrl], fetch }), [
      (request, next) => next(request),
    ]),
  authMiddleware: () => authMiddleware(tokens(), { origins: [apiUrl] }),
  createProviderClient: ({ fetch }) => createProviderClient({ tokens: tokens(), baseUrl, fetch }),
  createProvider: (world) =>
    createProvider(
      { baseUrl, fetch: world.fetch, ...world.terms },
      {
        name: 'createAcmeClient',
        credentials: [],
        baseUrl: () => baseUrl,
        accept: 'application/json',
        grant: () => grantsOf(world).password,
      },
    )(),
  createGbgClient: (world) => [
    createGbgClient({ ...common(world), tokenUrl }),
    createGbgClient({ ...common(world), tokenUrl, user }),
  ],
  createGiniClient: (world) => [
    createGiniClient(common(world)).as({ identifier: 'made-up-user' }),
    createGiniClient({ ...common(world), user: { identifier: 'made-up-user' } }),
    createGiniClient({ ...common(world), user, tokenUrl }),
  ],
  createGiniUserCenterClient: (world) => createGiniUserCenterClient(common(world)),
  checkKnown: () => thrownBy(() => core.checkKnown('owner', { surprise: clientSecret }, ['known'])),
  checkUrl: () => [
    thrownBy(() => core.checkUrl('url', `https://user:${encodeURIComponent(clientSecret)}@id.example`)),
    thrownBy(() => core.checkUrl('url', `http://id.example/${encodeURIComponent(clientSecret)}`)),
    thrownBy(() => core.checkUrl('url', `x${clientSecret}`)),
  ],
  LatchkeyError: () => new core.LatchkeyError('login_required', 'made up'),
  TOKEN_EVENT_TYPES: () => core.TOKEN_EVENT_TYPES,
  isLatchkeyError: () => core.isLatchkeyError,
  systemClock: () => core.systemClock,
  chooseServer: () =>
    thrownBy(() => createGbgClient({ clientId, clientSecret, region: clientSecret as never })),
  tokenUrlBelow: () => undefined,
  ContractViolationError: () => new ContractViolationError([]),
  SandboxError: async () => [
    await createSandbox([], { clients: [{ clientId: ' ', clientSecret }] }).catch((error: unknown) => error),
    await createSandbox([], { clients: [], [clientSecret]: 1 } as never).catch(() => undefined),
  ],
}

/** Exports that carry secrets because that is what they are for, each with its reason. */
export const carriers: Readonly<Record<string, string>> = {
  createContractState: 'what the sandbox knows, for handlers to share',
  createHandlers: 'answers in a test; its violations say where a request is wrong, without values',
  createSandbox: 'a test server: `.requests` and `.issued` are there to be compared with what was sent',
  describeProvider: 'runs in a test; what it makes is not handed out',
  describeTokenStore: 'runs in a test; what it makes is not handed out',
  startTrial: 'a test tool that shows the flow it was given, made-up credentials included',
  manualClock: 'holds times only',
  verify: 'reports on a server; its own tests look for canaries in every form of the report',
  scenes: 'constants',
}

/** Stands for anything, and keeps what it is called with. */
function recorder(told: unknown[]): never {
  const handler = {
    get: () => recorder(told),
    apply(_: unknown, __: unknown, given: unknown[]) {
      told.push(given)
      return recorder(told)
    },
  }
  return new Proxy(() => {}, handler) as never
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
