import { describe, expect, onTestFinished, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { isLatchkeyError } from '../src/errors.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import {
  createProvider,
  createProviderClient,
  type ProviderDefinition,
  type ProviderOptions,
} from '../src/openapi.ts'
import { chooseServer, tokenUrlBelow } from '../src/provider-options.ts'
import { staticToken } from '../src/static-token.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import type { ItemPaths } from './item-paths.ts'

const tokens = staticToken('made-up-token')
const origin = 'https://api.example.com'

const definition: ProviderDefinition = {
  name: 'createItemClient',
  credentials: ['clientId', 'clientSecret'],
  options: ['region'],
  baseUrl: () => origin,
  accept: 'application/json',
  grant: (common) =>
    clientCredentials({
      ...common,
      tokenUrl: 'https://id.example.com/token',
      clientId: 'a',
      clientSecret: 'b',
    }),
}

const makers: Record<string, (options: Record<string, unknown>) => unknown> = {
  createAuthFetch: (options) => createAuthFetch({ tokens, origins: [origin], ...options }),
  createProviderClient: (options) => createProviderClient<ItemPaths>({ tokens, baseUrl: origin, ...options }),
  createItemClient: (options) => createProvider<ItemPaths>(options as ProviderOptions, definition)(),
}

/** The one line that a wrong option is answered with. */
function refusal(maker: string, options: Record<string, unknown>): string {
  try {
    makers[maker]?.(options)
  } catch (error) {
    if (!isLatchkeyError(error)) throw error
    expect(error.code).toBe('invalid_options')
    expect(error.message).not.toMatch(/[\r\n]/)
    return error.message
  }
  return 'accepted'
}

const everywhere: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  ['an unknown option', { orgins: [origin] }, /no option "orgins"; it knows .*origins/],
  ['a token source without getToken', { tokens: {} }, /"tokens" is not a token source/],
  ['origins that are none', { origins: [] }, /"origins" is missing/],
  ['origins as text', { origins: origin }, /"origins"/],
  ['an origin with a path', { origins: [`${origin}/v1`] }, /"origins" has a path/],
  ['fetch that is no function', { fetch: 'https://proxy.example' }, /"fetch" must be a function/],
  ['middleware that is no list', { middleware: () => {} }, /"middleware" is not an array/],
  ['middleware that is no function', { middleware: [{ onRequest() {} }] }, /"middleware" must be a function/],
  ['replay misspelt', { replay: 'Never' }, /"replay" is neither/],
  ['replay: null', { replay: null }, /"replay" is neither/],
  ['an unknown replay option', { replay: { maxBites: 1 } }, /"replay" has no option "maxBites"/],
  ['a negative maxBytes', { replay: { maxBytes: -1 } }, /"replay" has a maxBytes/],
  ['maxBytes as text', { replay: { maxBytes: '1 MiB' } }, /"replay" has a maxBytes/],
  [
    'allowInsecureHttp as text',
    { allowInsecureHttp: 'false' },
    /"allowInsecureHttp" must be one of true, false/,
  ],
  ['allowInsecureHttp: null', { allowInsecureHttp: null }, /"allowInsecureHttp"/],
  ['allowInsecureHttp: 1', { allowInsecureHttp: 1 }, /"allowInsecureHttp"/],
  ['maxBytes NaN', { replay: { maxBytes: Number.NaN } }, /"replay" has a maxBytes/],
]

const ofClients: typeof everywhere = [
  ['timeoutMs 0', { timeoutMs: 0 }, /"timeoutMs" must be a positive number of milliseconds/],
  ['timeoutMs below 0', { timeoutMs: -1 }, /"timeoutMs"/],
  ['timeoutMs NaN', { timeoutMs: Number.NaN }, /"timeoutMs"/],
  ['timeoutMs endless', { timeoutMs: Number.POSITIVE_INFINITY }, /"timeoutMs"/],
  ['dangerouslyAllowBrowser as text', { dangerouslyAllowBrowser: 'no' }, /"dangerouslyAllowBrowser" must be/],
  ['timeoutMs as text', { timeoutMs: '5s' }, /"timeoutMs"/],
  ['a line break in a header', { headers: { 'x-a': 'b\r\nc: d' } }, /"headers" has a name or a value/],
  ['a line break behind a header', { headers: { 'x-a': 'b\n' } }, /"headers" has a value with blanks/],
  ['a blank before one of several', { headers: { 'x-a': ['b', ' c'] } }, /"headers" has a value with blanks/],
  ['requestInitExt that is a number', { requestInitExt: 5 }, /"requestInitExt" is not an object/],
  ['requestInitExt: null', { requestInitExt: null }, /"requestInitExt" is not an object/],
  ['a header beyond Latin-1', { headers: { 'x-a': '€' } }, /"headers" has a name or a value/],
  ['a header name with a blank', { headers: { 'x a': 'b' } }, /"headers" has a name or a value/],
]

const besideTokens: typeof everywhere = [
  ['a store beside tokens', { tokens, store: createMemoryStore() }, /"store" has no effect beside "tokens"/],
  ['a timing option beside tokens', { tokens, coolDownMs: 1 }, /"coolDownMs" has no effect beside "tokens"/],
  ['onEvent beside tokens', { tokens, onEvent() {} }, /"onEvent" has no effect beside "tokens"/],
]

const ofProviderClients: typeof everywhere = [
  ['no tokens', { tokens: undefined }, /"tokens" is not a token source/],
  ['no baseUrl', { baseUrl: undefined }, /"baseUrl" is missing/],
  ['a relative baseUrl', { baseUrl: '/v1' }, /"baseUrl" is not an absolute URL/],
  [
    'a baseUrl with credentials',
    { baseUrl: 'https://user:pass@api.example.com' },
    /"baseUrl" has credentials/,
  ],
  ['a baseUrl with a query', { baseUrl: `${origin}?key=1` }, /"baseUrl" has a query/],
  ['a baseUrl with a fragment', { baseUrl: `${origin}/#a` }, /"baseUrl" has a query, a fragment or/],
  ['a baseUrl with an empty query', { baseUrl: `${origin}/v1?` }, /"baseUrl" has a query, a fragment or/],
  ['a baseUrl with an empty fragment', { baseUrl: `${origin}#` }, /"baseUrl" has a query, a fragment or/],
  ['a baseUrl with a blank at its end', { baseUrl: `${origin}/ ` }, /"baseUrl" has .* or a blank/],
  ['a baseUrl with a line break', { baseUrl: `${origin}\n` }, /"baseUrl" has .* or a blank/],
  ['origins without baseUrl’s', { origins: ['https://other.example.com'] }, /"origins" does not name/],
]

const ofProviders: typeof everywhere = [
  [
    'a credential beside tokens',
    { tokens, clientSecret: 'x' },
    /"clientSecret" has no effect beside "tokens"/,
  ],
  ['another provider’s option', { tenant: 'x' }, /createItemClient has no option "tenant"; .*region/],
  ['store: null', { store: null }, /"store.get" must be a function/],
  ['clock: null', { clock: null }, /"clock.monotonic" must be a function/],
  ['refreshWindowMs as text', { refreshWindowMs: '5s' }, /"refreshWindowMs"/],
  ['tokenBudgetMs 0', { tokenBudgetMs: 0 }, /"tokenBudgetMs"/],
  ['maxEntries 0', { maxEntries: 0 }, /"maxEntries"/],
]

describe('options that cannot be used', () => {
  const { createAuthFetch: _, ...clients } = makers
  const rows = [
    ...Object.keys(makers).flatMap((maker) => everywhere.map((row) => [maker, ...row] as const)),
    ...Object.keys(clients).flatMap((maker) =>
      [...ofClients, ...besideTokens].map((row) => [maker, ...row] as const),
    ),
    ...ofProviderClients.map((row) => ['createProviderClient', ...row] as const),
    ...ofProviders.map((row) => ['createItemClient', ...row] as const),
  ]

  test.each(rows)('B21 %s refuses %s at construction, by name', (maker, _name, options, message) => {
    expect(refusal(maker, options)).toMatch(message)
  })

  test.each(Object.keys(makers))('B21 %s needs an options object', (maker) => {
    const make = { createAuthFetch, createProviderClient, createItemClient: createProvider }[maker]
    for (const nothing of [undefined, null, 'text'])
      expect(() => (make as (...given: unknown[]) => unknown)(nothing, definition)).toThrow(
        `${maker} needs an options object`,
      )
  })

  test.each(Object.keys(makers))('B21 %s says what it knows instead of an unknown option', (maker) => {
    expect(refusal(maker, { retries: 3 })).toContain(`${maker} has no option "retries"; it knows `)
  })

  test('B21 a provider without options of its own knows its credentials and those of every client', () => {
    const { options: _, ...plain } = definition
    expect(() => createProvider<ItemPaths>({ retries: 3 } as never, plain)).toThrow(
      'it knows clientId, clientSecret, baseUrl, ',
    )
  })

  test('B21 no message carries the value that was given', () => {
    const secret = 'made-up-secret'
    const message = refusal('createItemClient', { tokens, clientSecret: secret, clientId: secret })
    expect(message).not.toContain(secret)
    expect(refusal('createItemClient', { headers: { 'x-api-key': `${secret}\n` } })).not.toContain(secret)
    expect(refusal('createProviderClient', { baseUrl: `https://a:${secret}@b.example` })).not.toContain(
      secret,
    )
  })

  test.each([
    ['null', null],
    ['text', 'made-up-secret'],
    ['a list', ['made-up-secret', 'made-up-secret']],
    ['nothing', {}],
    ['a misspelt member', { identifer: 'made-up-secret' }],
    ['a missing member', { username: 'made-up-secret', password: undefined }],
    ['one member too many', { username: 'a', password: 'b', tokenUrl: 'https://made-up-secret.example' }],
    ['two ways at once', { identifier: 'made-up-secret', username: 'a', password: 'b' }],
  ])('B21 an option of known members refuses %s, by name', (_name, user) => {
    const users = {
      ...definition,
      options: ['user'],
      members: { user: [['identifier'], ['username', 'password']] },
    }
    const make = () => createProvider<ItemPaths>({ user } as never, users)
    expect(make).toThrow(
      'Option "user" must be an object with "identifier", or "username" and "password", and nothing else.',
    )
  })

  test('B21 what is undefined counts as not given', () => {
    const options = { tokens, clientId: undefined, store: undefined, timeoutMs: undefined, replay: undefined }
    expect(refusal('createItemClient', options)).toBe('accepted')
  })

  test('B21 every option of a client is accepted by it', () => {
    const options = {
      baseUrl: `${origin}/v1/`,
      origins: [origin, 'https://files.example.com'],
      headers: { 'x-a': 'b', 'x-gone': null },
      fetch: async () => new Response(),
      requestInitExt: {},
      middleware: [],
      replay: { maxBytes: 0 },
      timeoutMs: 1,
      allowInsecureHttp: false,
      dangerouslyAllowBrowser: false,
    }
    expect(refusal('createProviderClient', { ...options, tokens })).toBe('accepted')
    expect(refusal('createItemClient', { ...options, region: 'eu', coolDownMs: 1, maxEntries: 1 })).toBe(
      'accepted',
    )
  })
})

describe('the servers of a provider', () => {
  const servers = { eu: 'https://eu.example.com', us: 'https://us.example.com' }

  test('B21 are chosen by name; another name is refused with the choices', () => {
    expect(chooseServer(servers, 'region', 'us')).toBe('https://us.example.com')
    for (const name of [undefined, 'mars', 'toString'])
      expect(() => chooseServer(servers, 'region', name as 'eu')).toThrow(
        /"region" is missing or unknown.*eu, us/,
      )
  })

  test('B21 give way to a base URL, beside which an unknown name is refused all the same', () => {
    const own = 'https://own.example.com'
    expect(chooseServer(servers, 'region', undefined, own)).toBe(own)
    expect(chooseServer(servers, 'region', 'us', own)).toBe(own)
    expect(() => chooseServer(servers, 'region', 'mars' as 'eu', own)).toThrow(/"region" .* unknown.*eu, us/)
  })

  test('B21 a token URL lies below the base URL, whether or not that ends with a slash', () => {
    const operation = { path: '/oauth/token', url: 'https://id.example.com/oauth/token' } as never
    expect(tokenUrlBelow('https://own.example.com/v1/', operation)).toBe(
      'https://own.example.com/v1/oauth/token',
    )
    expect(tokenUrlBelow('https://own.example.com/v1', operation)).toBe(
      'https://own.example.com/v1/oauth/token',
    )
    for (const odd of [
      'https://own.example.com/v1?',
      'https://own.example.com/v1/#',
      ' https://own.example.com/v1 ',
    ])
      expect(tokenUrlBelow(odd, operation)).toBe('https://own.example.com/v1/oauth/token')
    // Whether plain http is allowed is for the base URL's own check to say.
    expect(tokenUrlBelow('http://own.internal', operation)).toBe('http://own.internal/oauth/token')
    expect(tokenUrlBelow(undefined, operation)).toBe('https://id.example.com/oauth/token')
    expect(tokenUrlBelow(undefined, { path: '/oauth/token' } as never)).toBe('')
  })
})

describe('in a browser', () => {
  function pretendBrowser() {
    Object.assign(globalThis, { window: { document: {} } })
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'window'))
  }

  test('B18 a client with a secret is refused, unless one insists', () => {
    pretendBrowser()
    const make = (options: ProviderOptions) => () => createProvider<ItemPaths>(options, definition)
    expect(make({})).toThrow(expect.objectContaining({ code: 'browser_forbidden' }))
    expect(make({ dangerouslyAllowBrowser: true })).not.toThrow()
  })

  test('B18 a client and an auth fetch that hold no secret are nobody’s business', () => {
    pretendBrowser()
    const own = { getToken: async () => ({ accessToken: 'a', tokenType: 'Bearer' as const }) }
    expect(() => createAuthFetch({ tokens: own, origins: [origin] })).not.toThrow()
    expect(() => createProvider<ItemPaths>({ tokens: own }, definition)).not.toThrow()
  })
})
