import { describe, expect, it } from 'vitest'
import { basicAuthorization, checkBasicClientId } from '../src/client-authentication.ts'

const decode = (header: string) => Buffer.from(header.replace(/^Basic /, ''), 'base64').toString('utf8')

describe('basicAuthorization', () => {
  it.each([
    ['basic', 'id', 'secret', 'id:secret'],
    ['basic', 'id', 'a:b%c+d e', 'id:a:b%c+d e'],
    ['basic', 'idé', '秘密😀', 'idé:秘密😀'],
    ['client_secret_basic', 'id', 'secret', 'id:secret'],
    ['client_secret_basic', 'a:b', 'c:d', 'a%3Ab:c%3Ad'],
    ['client_secret_basic', 'id', 'a%b+c d&=', 'id:a%25b%2Bc+d%26%3D'],
    ['client_secret_basic', 'idé', '€', 'id%C3%A9:%E2%82%AC'],
  ] as const)('%s %s %s', (scheme, id, secret, pair) => {
    expect(decode(basicAuthorization(scheme, id, secret))).toBe(pair)
  })

  it('B21 refuses a client id with a colon where it would be cut in two', () => {
    expect(() => checkBasicClientId('basic', 'a:b')).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringMatching(/"clientId" .*colon/),
      }),
    )
    expect(() => checkBasicClientId('client_secret_basic', 'a:b')).not.toThrow()
  })
})
