import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import type { Grant } from '../src/grants/grant.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import { createTokenSource } from '../src/token-source.ts'
import { API, CONFIDENTIAL, hostileNetwork, redirectFrom, SISTER } from './hostile-network.ts'

const { api, hostile } = hostileNetwork()
const client = { clientId: 'made-up-client', clientSecret: 'made-up-client-secret' }

const grants: Readonly<Record<string, (tokenUrl: string) => Grant>> = {
  'client credentials, Basic': (tokenUrl) => clientCredentials({ tokenUrl, ...client }),
  'client credentials, in the body': (tokenUrl) =>
    clientCredentials({ tokenUrl, ...client, clientAuthentication: 'client_secret_post' }),
  password: (tokenUrl) =>
    password({ tokenUrl, ...client, username: 'made-up-user', password: 'made-up-password' }),
  'refresh token': (tokenUrl) =>
    refreshToken({ tokenUrl, ...client, refreshToken: 'made-up-refresh-token', subject: 'made-up-user' }),
}

const places: Readonly<Record<string, string>> = {
  'another host': 'https://evil.test/token',
  'no scheme': '//evil.test/token',
  'the same host, another port': `${API}:8443/token`,
  'http in place of https': 'http://api.example.com/token',
  'another place of the same origin': '/elsewhere',
  'a declared origin': `${SISTER}/token`,
}

describe.each(Object.entries(grants))('B15 a token endpoint that redirects, %s', (_, grant) => {
  test.each([300, 301, 302, 303, 304, 305, 307, 308])('B15 with %i is an error', async (status) => {
    for (const [name, location] of Object.entries(places)) {
      api.requests.length = 0
      const tokens = createTokenSource({ grant: grant(redirectFrom(API, status, location)) })
      const fetch = createAuthFetch({ tokens, origins: [API, SISTER] })
      const error = await fetch(`${API}/items`).catch((reason: unknown) => reason)
      expect(error, name).toMatchObject({ code: 'token_endpoint_redirect', response: { status } })
      expect(CONFIDENTIAL.filter((word) => String(error).includes(word))).toEqual([])
      expect(api.requests.map(({ method }) => method)).toEqual(['POST'])
      expect(hostile.requests).toEqual([])
    }
  })
})
