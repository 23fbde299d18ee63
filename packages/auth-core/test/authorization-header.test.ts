import { describe, expect, test } from 'vitest'
import {
  bearerTokens,
  hasAuthorization,
  withoutAuthorization,
  withToken,
} from '../src/authorization-header.ts'

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
