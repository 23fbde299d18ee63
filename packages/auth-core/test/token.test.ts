import { describe, expect, it } from 'vitest'
import { readToken, readTokenResponse } from '../src/token.ts'

const base64url = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const jwt = (payload: string) => `e30.${base64url(payload)}.c2ln`
const read = (changed: Partial<Parameters<typeof readToken>[0]>) =>
  readToken({
    accessToken: 'made-up',
    tokenType: undefined,
    expiresIn: undefined,
    refreshToken: undefined,
    scope: undefined,
    ...changed,
  })

describe('B20 the members of a token response', () => {
  it.each([
    ['no access token', { accessToken: undefined }, /no access token/],
    ['a number', { accessToken: 5 }, /no access token/],
    ['an empty one', { accessToken: '' }, /no access token/],
    ['a line break in it', { accessToken: 'a\nb' }, /access token .*no header/],
    ['a blank before it', { accessToken: ' a' }, /access token .*no header/],
    ['a character beyond ASCII in it', { accessToken: 'aé' }, /access token .*no header/],
    ['another token type', { tokenType: 'mac' }, /token type .*Bearer/],
    ['a token type that is no string', { tokenType: 5 }, /token type .*Bearer/],
    ['a list of token types', { tokenType: ['bearer'] }, /token type .*Bearer/],
  ])('B20 %s: says what is wrong', (_, members, problem) => {
    expect(read(members)).toMatch(problem)
  })

  it.each([undefined, null, 'Bearer', 'bearer', 'BEARER'])('B20 token type %s is Bearer', (tokenType) => {
    expect(read({ tokenType })).toEqual({ accessToken: 'made-up' })
  })

  it.each([
    [60, 60_000],
    ['60', 60_000],
    [0, 0],
    [-1, 0],
    [1e12, 365 * 86_400 * 1_000],
    ['', undefined],
    [' \t', undefined],
    ['soon', undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [true, undefined],
  ])('B20 expires_in %j is a lifetime of %s ms', (expiresIn, lifetimeMs) => {
    expect(read({ expiresIn })).toEqual({
      accessToken: 'made-up',
      ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
    })
  })

  it('B20 scope and refresh token come along where they are text', () => {
    expect(read({ scope: 'a b', refreshToken: 'r' })).toMatchObject({ scope: 'a b', refreshToken: 'r' })
    expect(read({ scope: ['a'], refreshToken: { r: 1 } })).toEqual({ accessToken: 'made-up' })
    expect(read({ scope: '', refreshToken: '' })).toEqual({ accessToken: 'made-up', scope: '' })
  })
})

describe('B22 the lifetime of a JWT', () => {
  const claims = '{"iat":1000,"exp":1600,"sub":">>>???"}'

  it.each([
    ['exp - iat', claims, { lifetimeMs: 600_000 }],
    ['exp alone', '{"exp":1600}', { expiresAt: 1_600_000 }],
    ['an iat that is text', '{"iat":"1000","exp":1600}', { expiresAt: 1_600_000 }],
    ['an iat that is null', '{"iat":null,"exp":1600}', { expiresAt: 1_600_000 }],
    ['no exp', '{"iat":1000}', {}],
    ['an exp that is text', '{"exp":"1600"}', {}],
    ['an exp that is a list', '{"exp":[1600]}', {}],
    ['an exp beyond all numbers', '{"exp":1e999}', {}],
    ['an exp beyond all numbers in milliseconds', '{"exp":1e306}', {}],
    ['no JSON', 'exp', {}],
    ['null', 'null', {}],
  ])('B22 from %s', (_, payload, lifetime) => {
    const accessToken = jwt(payload)
    expect(read({ accessToken })).toEqual({ accessToken, ...lifetime })
  })

  it('B22 its alphabet is that of base64url', () => {
    expect(base64url(claims)).toMatch(/-.*_/)
    expect(read({ accessToken: jwt(claims) })).toHaveProperty('lifetimeMs')
  })

  it.each([
    ['with one part more before', `e30.${jwt(claims)}`],
    ['with one part more behind, as an encrypted one', `${jwt(claims)}.c2ln`],
    ['with two parts', jwt(claims).slice(0, -5)],
    ['with base64 in place of base64url', jwt(claims).replace('-', '+')],
  ])('B22 what is %s is none', (_, accessToken) => {
    expect(read({ accessToken })).toEqual({ accessToken })
  })
})

describe('readTokenResponse', () => {
  it('B20 takes what is in our words, and of it only what is usable', () => {
    const whole = { accessToken: 'a', lifetimeMs: 5, expiresAt: 7, scope: 's', refreshToken: 'r' }
    expect(readTokenResponse({ ...whole, other: 1 })).toEqual(whole)
    expect(readTokenResponse({ ...whole, lifetimeMs: '5', expiresAt: '7' })).toEqual({
      accessToken: 'a',
      scope: 's',
      refreshToken: 'r',
    })
    expect(readTokenResponse({ ...whole, expiresAt: Number.POSITIVE_INFINITY })).not.toHaveProperty(
      'expiresAt',
    )
  })

  it.each([undefined, null, 'text', {}, { accessToken: 'a\nb', expiresAt: 1 }])(
    'B20 says what is wrong with %j',
    (response) => {
      expect(readTokenResponse(response)).toMatch(/access token/)
    },
  )
})
