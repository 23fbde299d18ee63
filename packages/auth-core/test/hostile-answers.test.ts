import { describe, expect, it } from 'vitest'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import type { Grant } from '../src/grants/grant.ts'
import { operationGrant } from '../src/grants/operation-grant.ts'
import { password } from '../src/grants/password.ts'
import { refreshToken } from '../src/grants/refresh-token.ts'
import type { TokenOperation } from '../src/token-operation.ts'
import { createTokenSource } from '../src/token-source.ts'
import { expectOutcome, type TrialOperation, type TrialOptions } from './hostile-answers.trial.ts'
import { hostileAnswers, TOKEN_HEADER } from './hostile-answers.ts'

const client = { clientId: 'made-up-client', clientSecret: 'made-up-secret' }
const user = { username: 'made-up-user', password: 'made-up-password' }
const post = { clientAuthentication: 'client_secret_post' } as const
const json = { encoding: 'json' } as const

type Common = typeof client & Pick<TrialOptions, 'tokenUrl' | 'fetch'>

const operation = (
  name: string,
  grant: (common: Common) => Grant,
  rest: Omit<Partial<TrialOperation>, 'name' | 'connect'> = {},
): TrialOperation => ({
  name,
  token: 'inBody',
  ...rest,
  connect: ({ tokenUrl, fetch, ...terms }) =>
    createTokenSource({ grant: grant({ ...client, tokenUrl, ...(fetch && { fetch }) }), ...terms }),
})

const headerOperation = {
  path: '/auth',
  accept: 'application/json',
  contentType: 'application/json',
  client: { id: '$request.body#/key', secret: '$request.body#/secret' },
  grants: { api_key: {} },
  token: { accessToken: `$response.header.${TOKEN_HEADER}` },
} as const satisfies TokenOperation

const operations: readonly TrialOperation[] = [
  operation('clientCredentials, Basic, form', clientCredentials),
  operation('clientCredentials, Basic, JSON', (common) => clientCredentials({ ...common, ...json })),
  operation('clientCredentials, post, form', (common) => clientCredentials({ ...common, ...post })),
  operation('clientCredentials, post, JSON', (common) => clientCredentials({ ...common, ...post, ...json })),
  operation('password', (common) => password({ ...common, ...user })),
  operation('password, post, JSON', (common) => password({ ...common, ...user, ...post, ...json })),
  operation('refreshToken with an initial grant', (common) =>
    refreshToken({ initial: password({ ...common, ...user }) }),
  ),
  operation(
    'refreshToken, refreshing',
    (common) => refreshToken({ initial: password({ ...common, ...user }) }),
    { afterLogin: true },
  ),
  operation('refreshToken, seeded', (common) =>
    refreshToken({ ...common, refreshToken: 'made-up-seed', subject: 'made-up-user' }),
  ),
  operation(
    'operationGrant with the token in a header',
    (common) => operationGrant(headerOperation, 'api_key', common),
    { token: 'inHeader' },
  ),
]

it('B20 the table has no name twice, and every kind of result', () => {
  const names = hostileAnswers.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const results = hostileAnswers.flatMap(({ inBody, inHeader }) => [inBody, inHeader])
  expect(new Set(results.map((result) => ('code' in result ? result.code : 'accepted')))).toEqual(
    new Set([
      'accepted',
      'malformed_token_response',
      'token_endpoint_unavailable',
      'token_endpoint_redirect',
      'client_rejected',
      'grant_rejected',
    ]),
  )
})

describe.each(operations)('B20 $name', (trial) => {
  it.each(hostileAnswers)('B20 $name', (row) => expectOutcome(trial, row), 10_000)
})
