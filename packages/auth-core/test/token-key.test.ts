import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import type { Grant } from '../src/grants/grant.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import { tokenKey } from '../src/token-key.ts'
import { createTokenSource } from '../src/token-source.ts'
import { issue, stubTokenEndpoint } from './token-endpoint-stub.ts'

const client = {
  tokenUrl: 'https://id.example/token',
  clientId: 'client',
  clientSecret: 'secret',
  scope: 'read write',
  parameters: { audience: 'https://api.example' },
}
const user = { ...client, username: 'user', password: 'password' }
const { scope: _, ...scopeless } = client

/** The keys under which a source with this grant looks into its store. */
async function keysOf(grant: Grant, subject?: string): Promise<string[]> {
  const keys: string[] = []
  const memory = createMemoryStore()
  const store: typeof memory = {
    get(key, options) {
      keys.push(key)
      return memory.get(key, options)
    },
    set: memory.set,
  }
  await createTokenSource({ grant, store }).getToken({ subject })
  return keys
}

async function keyOf(grant: Grant, subject?: string): Promise<string> {
  return tokenKey([
    ...(await Promise.all(grant.identity().map((part) => (typeof part === 'function' ? part() : part)))),
    subject,
  ])
}

describe('B12 keys', () => {
  const ofClient = clientCredentials(client)
  const ofUser = password(user)
  const seeded = (subject: string) => refreshToken({ ...scopeless, refreshToken: 'r', subject })
  it.each<[string, Grant, Grant, string?]>([
    ['token URL', ofClient, clientCredentials({ ...client, tokenUrl: 'https://id.example/other' })],
    ['client id', ofClient, clientCredentials({ ...client, clientId: 'other' })],
    [
      'client authentication',
      ofClient,
      clientCredentials({ ...client, clientAuthentication: 'client_secret_post' }),
    ],
    ['secret', ofClient, clientCredentials({ ...client, clientSecret: 'other' })],
    [
      'what a secret function returns',
      ofClient,
      clientCredentials({ ...client, clientSecret: () => 'other' }),
    ],
    ['scope', ofClient, clientCredentials({ ...client, scope: 'read' })],
    ['no scope', ofClient, clientCredentials(scopeless)],
    ['a parameter', ofClient, clientCredentials({ ...client, parameters: { audience: 'other' } })],
    [
      'a parameter’s name',
      ofClient,
      clientCredentials({ ...client, parameters: { resource: 'https://api.example' } }),
    ],
    [
      'one more parameter',
      ofClient,
      clientCredentials({ ...client, parameters: { ...client.parameters, b: '' } }),
    ],
    ['grant type', ofClient, ofUser],
    ['username', ofUser, password({ ...user, username: 'other' })],
    ['password', ofUser, password({ ...user, password: 'other' })],
    ['subject', ofClient, ofClient, 'user-1'],
    ['an empty subject', ofClient, ofClient, ''],
    ['the subject of a refresh token', seeded('user-1'), seeded('user-2')],
    ['that it is a refresh token', clientCredentials(scopeless), seeded('user-1')],
  ])('B12 %s changes the key', async (_, one, other, subject) => {
    expect(await keyOf(one)).toMatch(/^[0-9a-f]{64}$/)
    expect(await keyOf(other, subject)).not.toBe(await keyOf(one))
  })

  it('B12 all of these keys differ', async () => {
    const grants = [
      clientCredentials(client),
      clientCredentials({ ...client, scope: 'readwrite' }),
      clientCredentials({ ...client, clientId: 'clientsecret', clientSecret: 'x' }),
      password(user),
      password({ ...user, username: 'userp', password: 'assword' }),
      refreshToken({ ...scopeless, refreshToken: 'r', subject: 'user-1' }),
      refreshToken({ ...scopeless, refreshToken: 'r', subject: 'user-2' }),
    ]
    const keys = await Promise.all(grants.map((grant) => keyOf(grant)))
    expect(new Set(keys).size).toBe(grants.length)
  })

  it.each([
    ['another order of scopes', { scope: 'write read' }],
    ['scopes as an array', { scope: ['write', 'read'] }],
    ['a scope twice', { scope: 'read write read' }],
    ['scopes further apart', { scope: 'read  write' }],
    ['the secret from a function', { clientSecret: async () => 'secret' }],
  ])('B12 %s does not change the key', async (_, difference) => {
    expect(await keyOf(clientCredentials({ ...client, ...difference }))).toBe(
      await keyOf(clientCredentials(client)),
    )
  })

  it('B12 the order of parameters does not change the key', async () => {
    const [ab, ba] = [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
    ].map((parameters) => clientCredentials({ ...client, parameters })) as [Grant, Grant]
    expect(await keyOf(ab)).toBe(await keyOf(ba))
  })

  it('B12 a rotating refresh token is no part of it', async () => {
    const [one, two] = ['refresh-1', 'refresh-2'].map((value) =>
      refreshToken({ ...scopeless, refreshToken: value, subject: 'user-1' }),
    ) as [Grant, Grant]
    expect(await keyOf(one)).toBe(await keyOf(two))
  })

  it('B12 the caller’s arrays are neither mutated nor read again', async () => {
    const scope = Object.freeze(['write', 'read'])
    const grant = clientCredentials({ ...client, scope })
    await keyOf(grant)
    expect(scope).toEqual(['write', 'read'])
    const mutable = ['write', 'read']
    const other = clientCredentials({ ...client, scope: mutable })
    const before = await keyOf(other)
    mutable.push('admin')
    expect(await keyOf(other)).toBe(before)
  })

  it('B12 the source asks its store by that key', async () => {
    const endpoint = stubTokenEndpoint((_, number) => issue(number))
    const grant = clientCredentials({ ...client, fetch: endpoint.fetch })
    expect(await keysOf(grant)).toEqual([await keyOf(grant)])
  })

  it('B12 a key stays what it is from release to release: stores hold tokens under it', async () => {
    expect(await tokenKey(['client', undefined, 'é€'])).toBe(
      createHash('sha256').update('8:"client",-,4:"é€"').digest('hex'),
    )
  })

  it('B12 no two tuples share a key', async () => {
    const part = fc.option(fc.string({ unit: 'binary', maxLength: 6 }), { nil: undefined })
    // Full of what separates and prefixes parts.
    const tricky = fc.option(
      fc.string({ unit: fc.constantFrom(...'0123:,-"\\\ud800\ud801'), maxLength: 6 }),
      { nil: undefined },
    )
    for (const parts of [fc.array(part), fc.array(tricky)]) {
      await fc.assert(
        fc.asyncProperty(parts, parts, async (one, two) => {
          const same = one.length === two.length && one.every((value, index) => value === two[index])
          expect((await tokenKey(one)) === (await tokenKey(two))).toBe(same)
        }),
        { numRuns: 200 },
      )
    }
  })

  it.each<[(string | undefined)[], (string | undefined)[]]>([
    [['a', 'b'], ['ab']],
    [['a,1:b'], ['a', 'b']],
    [['3:"a","b"'], ['a', 'b']],
    [[undefined], ['-']],
    [[undefined], ['']],
    [[], ['']],
    [[], [undefined]],
    [['\ud800'], ['\ufffd']],
    [['\ud800'], ['\ud801']],
  ])('B12 %j and %j have different keys', async (one, two) => {
    expect(await tokenKey(one)).not.toBe(await tokenKey(two))
  })
})
