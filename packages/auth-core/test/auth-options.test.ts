import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { authMiddleware } from '../src/auth-middleware.ts'
import { staticToken } from '../src/static-token.ts'

const origins = ['https://api.example.com']
const insecure = { origins: ['http://api.internal.example'], allowInsecureHttp: true }
const tokens = staticToken('made-up-token')

const makers = {
  createAuthFetch: (own: object) => createAuthFetch({ tokens, origins, ...own }),
  authMiddleware: (own: object) => {
    const { tokens: source, ...options } = { tokens, origins, ...own }
    return authMiddleware(source, options)
  },
}

describe.each(Object.entries(makers))('the options of %s', (name, make) => {
  test.each<[string, object]>([
    [`${name} has no option "orgins"`, { orgins: origins }],
    ['Option "tokens" is not a token source.', { tokens: null }],
    ['Option "tokens" is not a token source.', { tokens: {} }],
    ['Option "origins" is missing', { origins: [] }],
    ['Option "origins" is http://api.internal.example', { ...insecure, allowInsecureHttp: false }],
    ['Option "allowInsecureHttp" must be', { ...insecure, allowInsecureHttp: 'false' }],
    ['Option "replay" ', { replay: 'always' }],
  ])('B21 says: %s', (message, own) => {
    expect(() => make(own)).toThrow(
      expect.objectContaining({ name: 'LatchkeyError', message: expect.stringContaining(message) }),
    )
  })

  test('B16 takes plain http where it is asked for by name', () => {
    expect(() => make(insecure)).not.toThrow()
  })
})

test.each([null, 0, { maxBytes: '5' }, { maxBytes: null }])('B21 replay: %j is refused', (replay) => {
  expect(() => makers.createAuthFetch({ replay })).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('"replay"') }),
  )
})
