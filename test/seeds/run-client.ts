import type { Sandbox } from '@latchkey/contract'
import { createGbgClient } from '../../packages/gbg/src/index.ts'
import { createGenuinClient } from '../../packages/genuin/src/index.ts'
import { createGiniClient } from '../../packages/gini/src/index.ts'
import { createGogoxClient } from '../../packages/gogox/src/index.ts'
import type { SeedExample } from './seed-example.ts'
import { client, user } from './start-sandbox.ts'

/** Lets our client do what the example does, as a customer would. */
export async function runClient(example: SeedExample, sandbox: Sandbox): Promise<void> {
  await clients[example.provider](sandbox, example)
}

type Run = (sandbox: Sandbox, example: SeedExample) => Promise<unknown>

const clients: { readonly [provider in SeedExample['provider']]: Run } = {
  gini: async (sandbox, example) => {
    const gini = createGiniClient({
      ...client,
      baseUrl: sandbox.origin('https://pay-api.gini.net'),
      ...(usesLogin(example)
        ? { user: { identifier: 'user1' } }
        : { user, tokenUrl: sandbox.url('https://user.gini.net/oauth/token') }),
    })
    await gini.GET('/documents')
    if (example.request.body?.['grant_type'] === 'refresh_token')
      await gini.tokens.getToken({ forceRefresh: true })
  },
  gbg: (sandbox) =>
    createGbgClient({
      ...client,
      baseUrl: sandbox.url('https://eu.platform.go.gbgplc.com/v2/captain'),
      tokenUrl: sandbox.url('https://api.auth.gbgplc.com/as/token.oauth2'),
    }).POST('/journey/start', {
      body: { resourceId: '7c9e6679a1b2c3d4e5f60718@latest', context: { subject: {} } },
    }),
  genuin: (sandbox) =>
    createGenuinClient({
      apiKey: client.clientId,
      apiSecret: client.clientSecret,
      baseUrl: sandbox.origin('https://{host}'),
    }).tokens.getToken(),
  gogox: (sandbox) =>
    createGogoxClient({ ...client, baseUrl: sandbox.origin('https://{host}') }).tokens.getToken(),
}

function usesLogin({ operation, after }: SeedExample): boolean {
  return (after?.operation ?? operation) === 'gini-pay-api#login'
}
