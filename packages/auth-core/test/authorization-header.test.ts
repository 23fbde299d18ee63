import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import {
  bearerTokens,
  hasAuthorization,
  withoutAuthorization,
  withToken,
} from '../src/authorization-header.ts'
import type { FetchMiddleware } from '../src/fetch-middleware.ts'
import type { AccessToken } from '../src/token.ts'

type HeadersInput = RequestInit['headers']

/** The same headers in each form that fetch takes. */
function formsOf(pairs: [string, string][]): [string, HeadersInput][] {
  return [
    ['a plain object', Object.fromEntries(pairs)],
    ['an object without a prototype', Object.assign(Object.create(null), Object.fromEntries(pairs))],
    ['a Headers', new Headers(pairs)],
    ['pairs', pairs],
  ]
}

const own: [string, string] = ['AUTHORIZATION', 'Basic eDp5']
// As long as "authorization", and another one.
const other: [string, string] = ['X-Traceparent', '1']
const token: AccessToken = { accessToken: 'made-up', tokenType: 'Bearer' }

describe('an Authorization of the caller’s own', () => {
  test.each(formsOf([other, own]))('B14 is seen in %s', (_, headers) => {
    expect(hasAuthorization(headers)).toBe(true)
  })

  test.each([...formsOf([other]), ...formsOf([]), ['nothing', undefined] as const])(
    'B14 is not seen in %s without one',
    (_, headers) => {
      expect(hasAuthorization(headers)).toBe(false)
    },
  )
})

describe('headers that can be read once only', () => {
  const iterators: [string, (headers: Headers) => Iterable<[string, string]>][] = [
    ['an iterator of a Headers', (headers) => headers.entries()],
    ['an iterator of a Map', (headers) => new Map(headers).entries()],
    [
      'a generator',
      (headers) =>
        (function* () {
          yield* headers
        })(),
    ],
  ]
  const ways: [string, readonly FetchMiddleware[]][] = [
    ['alone', []],
    ['behind a middleware', [(request, next) => next(request)]],
  ]
  const rows = iterators.flatMap((made) => ways.map((way) => [...made, ...way] as const))

  test.each(rows)('B14 all count: %s (%s), %s', async (_, iterate, _way, middleware) => {
    const sent: Record<string, string>[] = []
    const fetch = createAuthFetch({
      tokens: { getToken: async () => token, peek: () => token },
      origins: ['https://api.example.com'],
      middleware,
      async fetch(_, init) {
        sent.push(Object.fromEntries(new Headers(init?.headers)))
        return new Response()
      },
    })
    for (const pairs of [[other], [other, own]])
      await fetch('https://api.example.com/', {
        headers: iterate(new Headers(pairs)) as NonNullable<HeadersInput>,
      })
    expect(sent).toEqual([
      { 'x-traceparent': '1', authorization: 'Bearer made-up' },
      { 'x-traceparent': '1', authorization: 'Basic eDp5' },
    ])
  })
})

describe('the headers with the token', () => {
  test.each(formsOf([other]))(
    'B14 keep the others, and the caller’s object stays as it is: %s',
    (_, headers) => {
      const before = JSON.stringify([...new Headers(headers)])
      const sent = new Headers(withToken(headers, 'made-up'))
      expect([...sent]).toEqual([
        ['authorization', 'Bearer made-up'],
        ['x-traceparent', '1'],
      ])
      expect([...withoutAuthorization(sent)]).toEqual([['x-traceparent', '1']])
      expect(sent.has('authorization')).toBe(true)
      expect(JSON.stringify([...new Headers(headers)])).toBe(before)
    },
  )

  test('B14 of a plain object keep their names as they were written', () => {
    expect(withToken({ 'X-Name': '1' }, 'made-up')).toEqual({
      'X-Name': '1',
      authorization: 'Bearer made-up',
    })
  })

  test('B14 are the token alone where there are no others', () => {
    expect(withToken(undefined, 'made-up')).toEqual({ authorization: 'Bearer made-up' })
  })
})

describe('what is masked', () => {
  test.each<[HeadersInput, string[]]>([
    [{ authorization: 'Bearer made-up' }, ['made-up']],
    [new Headers({ authorization: 'Basic eDp5' }), ['Basic eDp5']],
    [[['Authorization', 'Custom Bearer made-up']], ['Custom Bearer made-up']],
    [{ 'x-traceparent': 'Bearer made-up' }, []],
    [undefined, []],
  ])('B17 the token of %o is %j', (headers, tokens) => {
    expect(bearerTokens(headers)).toEqual(tokens)
  })
})
