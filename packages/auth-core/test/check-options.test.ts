import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  checkChoice,
  checkDuration,
  checkFunction,
  checkKnown,
  checkNotBrowser,
  checkPositive,
  checkUrl,
} from '../src/check-options.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const refused = (code: string, text: string) =>
  expect.objectContaining({ name: 'LatchkeyError', code, message: expect.stringContaining(text) })

describe('B21 checks of options', () => {
  it('B21 an unknown option is named, beside those that are known', () => {
    expect(() => checkKnown('createX', { a: 1 }, ['a', 'b'])).not.toThrow()
    expect(() => checkKnown('createX', { c: 'value' }, ['a', 'b'])).toThrow(
      refused('invalid_options', 'createX has no option "c"; it knows a, b.'),
    )
    for (const options of [undefined, null, 'text'])
      expect(() => checkKnown('createX', options, [])).toThrow(refused('invalid_options', 'createX'))
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5', null])('B21 %s is no duration', (value) => {
    expect(() => checkDuration('aMs', value as number)).toThrow(refused('invalid_options', '"aMs"'))
  })

  it.each([0, 1.5, Number.NaN, '1'])('B21 %s is no count', (value) => {
    expect(() => checkPositive('many', value as number)).toThrow(
      refused('invalid_options', '"many" must be a whole number'),
    )
  })

  it('B21 takes durations, counts, choices and functions', () => {
    expect([checkDuration('a', 0.5), checkPositive('a', 1)]).toEqual([0.5, 1])
    expect(() => checkChoice('a', undefined, ['x'])).not.toThrow()
    expect(() => checkChoice('a', 'x', ['x'])).not.toThrow()
    expect(() => checkChoice('a', 'y', ['x', 'z'])).toThrow(
      refused('invalid_options', '"a" must be one of x, z'),
    )
    expect(() => checkFunction('a', {})).toThrow(refused('invalid_options', '"a"'))
  })
})

describe('B16 https', () => {
  it.each([
    'https://id.example/',
    'https://id.example:8443/t?a=b',
    'http://localhost:1/',
    'http://LOCALHOST/',
    'http://127.1/',
    'http://[::1]/',
  ])('B16 takes %s', (url) => {
    expect(checkUrl('tokenUrl', url).href).toBe(new URL(url).href)
  })

  it.each([
    'http://id.example/',
    'http://10.0.0.1/',
    'http://128.0.0.1/',
    'http://localhost.example/',
    'http://notlocalhost/',
    'http://[::2]/',
    'http://127.0.0.1.example/',
    'ws://localhost/',
    'data:text/plain,a',
  ])('B16 refuses %s', (url) => {
    expect(() => checkUrl('tokenUrl', url)).toThrow(refused('insecure_url', '"tokenUrl"'))
  })

  it('B16 says which host it is, and nothing of what is no http URL: that may be a secret', () => {
    expect(() => checkUrl('tokenUrl', 'http://id.example:81/made-up')).toThrow(
      refused('insecure_url', 'is http://id.example:81: tokens and secrets need https'),
    )
    expect(() => checkUrl('tokenUrl', 'made-up://made-up')).toThrow(refused('insecure_url', 'is no http URL'))
    expect(() => checkUrl('tokenUrl', 'made-up://made-up')).not.toThrow(/made-up/)
  })

  it('B16 allowInsecureHttp allows http and nothing else', () => {
    expect(() => checkUrl('tokenUrl', 'http://id.example/', true)).not.toThrow()
    expect(() => checkUrl('tokenUrl', 'ftp://id.example/', true)).toThrow(
      refused('insecure_url', '"tokenUrl"'),
    )
  })

  it.each([
    undefined,
    '',
    'id.example',
    '//id.example',
    7,
    'https://',
    'https://user@id.example/',
    'https://:made-up@id.example/',
    new URL('https://id.example/'),
  ])('B21 refuses %s', (url) => {
    expect(() => checkUrl('tokenUrl', url)).toThrow(refused('invalid_options', '"tokenUrl"'))
    expect(() => checkUrl('tokenUrl', url)).not.toThrow(/made-up/)
  })
})

describe('B18 browser', () => {
  it('B18 is a window with a document', () => {
    expect(() => checkNotBrowser()).not.toThrow()
    vi.stubGlobal('window', {})
    expect(() => checkNotBrowser()).not.toThrow()
    vi.stubGlobal('window', { document: {} })
    expect(() => checkNotBrowser()).toThrow(refused('browser_forbidden', 'dangerouslyAllowBrowser'))
    expect(() => checkNotBrowser(false)).toThrow()
    expect(() => checkNotBrowser(true)).not.toThrow()
  })
})
