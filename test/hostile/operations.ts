import type { TrialOperation } from '../../packages/auth-core/test/hostile-answers.trial.ts'
import type { Outcome } from '../../packages/auth-core/test/hostile-answers.ts'
import { createGbgClient } from '../../packages/gbg/src/index.ts'
import { createGenuinClient } from '../../packages/genuin/src/index.ts'
import { createGiniClient, createGiniUserCenterClient } from '../../packages/gini/src/index.ts'
import { createGogoxClient } from '../../packages/gogox/src/index.ts'
import { documentedGrants } from './documented-grants.ts'

const baseUrl = 'https://api.example'
const client = { clientId: 'made-up-client', clientSecret: 'made-up-secret', baseUrl }
const keyPair = { apiKey: 'made-up-key', apiSecret: 'made-up-secret', baseUrl }
const account = { username: 'made-up-user', password: 'made-up-password' }
const derived = { identifier: 'made-up-user' }

const outage = (status: number): Outcome => ({ code: 'token_endpoint_unavailable', status })
const rejected = (status: number): Outcome => ({ code: 'client_rejected', status })

const inBody = (name: string, connect: TrialOperation['connect']): TrialOperation => ({
  name,
  token: 'inBody',
  connect,
})

/** Grants as the users of a provider's client meet them, by the names of its generated constant. */
export const clientOperations: readonly TrialOperation[] = [
  inBody(
    'gbg api.createToken client_credentials',
    (options) => createGbgClient({ ...client, ...options }).tokens,
  ),
  inBody(
    'gbg api.createToken password',
    (options) => createGbgClient({ ...client, user: account, ...options }).tokens,
  ),
  {
    ...inBody(
      'genuin api.authenticate api_key',
      (options) => createGenuinClient({ ...keyPair, ...options }).tokens,
    ),
    token: 'inHeader',
    meanings: { 400: outage(400), 404: rejected(404), 412: rejected(412) },
  },
  inBody(
    'gini payApi.login login',
    (options) => createGiniClient({ ...client, ...options }).as(derived).tokens,
  ),
  inBody(
    'gini userCenter.createToken password',
    (options) => createGiniClient({ ...client, user: account, ...options }).tokens,
  ),
  {
    ...inBody(
      'gini userCenter.createToken refresh_token',
      (options) => createGiniClient({ ...client, user: account, ...options }).tokens,
    ),
    afterLogin: true,
  },
  inBody(
    'gini userCenter.createToken client_credentials',
    (options) => createGiniUserCenterClient({ ...client, ...options }).tokens,
  ),
  inBody(
    'gogox api.createToken client_credentials',
    (options) => createGogoxClient({ ...client, ...options }).tokens,
  ),
]

const named = new Set(clientOperations.map(({ name }) => name))

/** Every grant of every provider's token operations: through its client where it stands above, else by itself. */
export const operations: readonly TrialOperation[] = [
  ...clientOperations,
  ...(await documentedGrants()).filter(({ name }) => !named.has(name)),
]
