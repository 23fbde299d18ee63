import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { LatchkeyError } from '../src/errors.ts'
import { forSubject } from '../src/for-subject.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { staticToken } from '../src/static-token.ts'
import { createMemoryStore } from '../src/stores/memory-store.ts'
import { createTokenSource } from '../src/token-source.ts'
import {
  type Answer,
  clientId,
  hang,
  issue,
  outcomeOf,
  refuse,
  stubTokenEndpoint,
  tokenUrl,
} from './token-endpoint-stub.ts'

const clientSecret = 'made-up&client secret'
const user = { username: 'made-up-user', password: 'made-up "password"' }
const basic = btoa(`${clientId}:${new URLSearchParams({ a: clientSecret }).toString().slice(2)}`)
const secrets = [clientSecret, user.password, basic, 'seed-refresh', 'made-up-refresh', 'made-up-access']
const hidden = secrets.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ a: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
])

/** Everything that a log or a debugger would make of it. */
function shown(value: unknown): string {
  const texts = [
    inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true }),
    String(value),
  ]
  if (value instanceof Error) texts.push(value.message, value.stack ?? '', shown(value.cause))
  texts.push(JSON.stringify(value) ?? '', JSON.stringify(Object.entries(Object(value))))
  return texts.join('\n')
}

function leaks(value: unknown): string[] {
  const text = shown(value)
  return hidden.filter((secret) => text.includes(secret))
}

function parts(answer: Answer) {
  const endpoint = stubTokenEndpoint(answer)
  const client = { tokenUrl, clientId, clientSecret, fetch: endpoint.fetch }
  const initial = password({ ...client, ...user })
  const grants = {
    client: clientCredentials(client),
    post: clientCredentials({ ...client, clientAuthentication: 'client_secret_post', encoding: 'json' }),
    password: initial,
    refreshing: refreshToken({ initial }),
    seeded: refreshToken({ ...client, refreshToken: 'seed-refresh', subject: 'user-1' }),
  }
  return { endpoint, grants, store: createMemoryStore(), clock: endpoint.clock }
}

const token = () => issue(1, { access_token: 'made-up-access', refresh_token: 'made-up-refresh' })

describe('B17 nothing prints secrets', () => {
  it('B17 the check itself sees a secret', () => {
    expect(leaks(new Error('x', { cause: { nested: [clientSecret] } }))).not.toEqual([])
    expect(leaks(Object.defineProperty({}, 'hidden', { value: user.password }))).not.toEqual([])
  })

  it('B17 grants, sources and stores, before and after use, and the promise of a failure', async () => {
    const { grants, store, clock } = parts(token)
    for (const [name, grant] of Object.entries(grants)) {
      const source = createTokenSource({ grant, store, clock })
      const { accessToken } = await source.getToken()
      expect(accessToken, name).toBe('made-up-access')
      await source.getToken({ forceRefresh: true })
      for (const value of [grant, source, store, forSubject(source, 'user-1')])
        expect(leaks(value), name).toEqual([])
    }
    expect(leaks(staticToken('made-up-access'))).toEqual([])
    expect(leaks(staticToken(() => 'made-up-access'))).toEqual([])
  })

  it('B17 the one exception is AccessToken.accessToken', async () => {
    const { grants, clock } = parts(token)
    const issued = await createTokenSource({ grant: grants.refreshing, clock }).getToken()
    expect(leaks(issued)).toEqual(leaks('made-up-access'))
    expect(Object.keys(issued).sort()).toEqual(['accessToken', 'expiresAt', 'tokenType'])
  })

  const quoting = ({ body, headers }: Parameters<Answer>[0]) =>
    `${body} ${headers.get('authorization')?.slice('Basic '.length)} ${clientSecret}`
  it.each<[string, Answer, string?]>([
    [
      'a refusal that quotes the request',
      (call) =>
        Response.json(
          {
            error: quoting(call),
            error_description: quoting(call),
            error_uri: quoting(call),
            message: quoting(call),
            code: quoting(call),
          },
          { status: 400 },
        ),
    ],
    ['an outage that quotes it', (call) => Response.json({ message: quoting(call) }, { status: 503 })],
    ['HTML that quotes it', (call) => new Response(quoting(call), { status: 401 })],
    ['a success that quotes it', (call) => new Response(quoting(call))],
    [
      'a network error that quotes it',
      (call) =>
        new TypeError('fetch failed', { cause: Object.assign(new Error(quoting(call)), { request: call }) }),
    ],
    [
      'a fetch that throws the request',
      (call) => Promise.reject(Object.assign(new Error(quoting(call)), call)),
    ],
    ['a fetch that throws no error', (call) => Promise.reject(call)],
    [
      'a redirect that quotes it',
      (call) => refuse(302, undefined, { location: `https://x.example/${encodeURIComponent(call.body)}` }),
    ],
    ['silence', hang],
  ])('B17 errors and causes of %s', async (_, answer) => {
    const { endpoint, grants, clock } = parts(answer)
    for (const [name, grant] of Object.entries(grants)) {
      const source = createTokenSource({ grant, clock })
      const failed = outcomeOf(source.getToken())
      await clock.advance(31_000)
      const error = await failed
      expect(error, name).toMatchObject({ name: 'LatchkeyError' })
      expect(leaks(error), name).toEqual([])
      expect(leaks(source), name).toEqual([])
    }
    expect(endpoint.calls.length).toBeGreaterThan(0)
  })

  it.each(['held', 'rejected'])(
    'B17 errors of a token of an earlier answer, %s, that is quoted',
    async (state) => {
      const { endpoint, grants, clock } = parts(token)
      const source = createTokenSource({ grant: grants.refreshing, clock })
      const { accessToken } = await source.getToken()
      if (state === 'rejected') source.invalidate(accessToken)
      endpoint.answer = () =>
        Response.json({ error_description: `not ${accessToken}, which is over` }, { status: 403 })
      const error = (await outcomeOf(source.getToken({ forceRefresh: true }))) as LatchkeyError
      expect(error.response?.errorDescription).toBe('not [redacted], which is over')
      expect(leaks(error)).toEqual([])
    },
  )

  it('B17 errors of a refresh token that is quoted', async () => {
    const { endpoint, grants, clock } = parts(token)
    const source = createTokenSource({ grant: grants.refreshing, clock })
    await source.getToken()
    endpoint.answer = (call) => Response.json({ error_description: quoting(call) }, { status: 403 })
    const error = (await outcomeOf(source.getToken({ forceRefresh: true }))) as LatchkeyError
    expect(error.response?.errorDescription).toContain('[redacted]')
    expect(leaks(error)).toEqual([])
  })

  it('B17 errors for options never carry their value', () => {
    const { fetch } = stubTokenEndpoint()
    const wrong = [
      { clientSecret: `${clientSecret}\n` },
      { clientSecret: ` ${clientSecret}` },
      { tokenUrl: `https://${clientId}:made-up-access@id.example/` },
      { scope: `made-up-access\r` },
      { clientId: `made-up-access\0` },
    ]
    for (const options of wrong) {
      const caught = thrownBy(() =>
        clientCredentials({ tokenUrl, clientId, clientSecret, fetch, ...options }),
      )
      expect(caught).toMatchObject({ code: 'invalid_options' })
      expect(leaks(caught)).toEqual([])
    }
  })
})

describe('B17 error.response', () => {
  it('B17 has what the server said, by its names, cut at 500 characters, apart from the message', async () => {
    const { grants, clock } = parts(() =>
      Response.json(
        {
          code: 4711,
          message: 'm'.repeat(2_000),
          error: 'invalid_scope',
          error_description: 'd',
          error_uri: 'u',
          other: 'o',
          nested: {},
        },
        { status: 400 },
      ),
    )
    const error = (await outcomeOf(
      createTokenSource({ grant: grants.client, clock }).getToken(),
    )) as LatchkeyError
    expect(error.response).toEqual({
      status: 400,
      code: '4711',
      message: 'm'.repeat(500),
      error: 'invalid_scope',
      errorDescription: 'd',
      errorUri: 'u',
    })
    expect(error.message).toMatch(
      /^Token endpoint https:\/\/id\.example\/token answered 400: it refused the grant;/,
    )
    expect(error.message).not.toContain('mm')
  })

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['no text', '{"error":{"code":1},"message":null}'],
    ['nothing', ''],
  ])('B17 is the status alone where the body has %s', async (_, body) => {
    const { grants, clock } = parts(() => new Response(body, { status: 400 }))
    const error = await outcomeOf(createTokenSource({ grant: grants.client, clock }).getToken())
    expect(error).toMatchObject({ code: 'grant_rejected', response: { status: 400 } })
    expect(Object.keys((error as LatchkeyError).response ?? {})).toEqual(['status'])
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
