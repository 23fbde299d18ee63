import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TrialOperation } from '../../packages/auth-core/test/hostile-answers.trial.ts'
import type { Outcome } from '../../packages/auth-core/test/hostile-answers.ts'
import { createGbgClient } from '../../packages/gbg/src/index.ts'
import { createGenuinClient } from '../../packages/genuin/src/index.ts'
import { createGiniClient, createGiniUserCenterClient } from '../../packages/gini/src/index.ts'
import { createGogoxClient } from '../../packages/gogox/src/index.ts'

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

/** Every grant of every provider's token operations, by the names of its generated constant. */
export const operations: readonly TrialOperation[] = [
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

interface Documented {
  readonly tokenOperations: Readonly<Record<string, { readonly grants: object }>>
}

/** The same names, read from the generated constants. */
export async function documentedOperations(): Promise<string[]> {
  const root = new URL('../../', import.meta.url)
  const files = globSync('packages/*/src/generated/token-operations.ts', { cwd: fileURLToPath(root) })
  const names = files.map(async (file) => {
    const documents: Record<string, Documented> = await import(new URL(file, root).href)
    return Object.entries(documents).flatMap(([document, { tokenOperations }]) =>
      Object.entries(tokenOperations).flatMap(([operation, { grants }]) =>
        Object.keys(grants).map((grant) => `${file.split('/')[1]} ${document}.${operation} ${grant}`),
      ),
    )
  })
  return (await Promise.all(names)).flat()
}
