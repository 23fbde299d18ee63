import { createSandbox, type Sandbox } from '@latchkey/contract'
import { onTestFinished } from 'vitest'
import gbg from '../../packages/gbg/src/generated/openapi.json' with { type: 'json' }
import genuin from '../../packages/genuin/src/generated/openapi.json' with { type: 'json' }
import payApi from '../../packages/gini/src/generated/pay-api.openapi.json' with { type: 'json' }
import userCenter from '../../packages/gini/src/generated/user-center.openapi.json' with { type: 'json' }
import gogox from '../../packages/gogox/src/generated/openapi.json' with { type: 'json' }
import type { Provider } from './seed-example.ts'

const documents = { gini: [payApi, userCenter], gbg: [gbg], genuin: [genuin], gogox: [gogox] }

export const client = { clientId: 'made-up-client', clientSecret: 'made-up-secret-7f3a' }
export const user = { username: 'grace@example.com', password: 'made-up-password-91c2' }

/** A sandbox of one provider for one test, closed when the test ends. */
export async function startSandbox(provider: Provider, tokenLifetimeSeconds = 3600): Promise<Sandbox> {
  const sandbox = await createSandbox(documents[provider], {
    clients: [client],
    users: [user],
    tokenLifetimeSeconds,
  })
  onTestFinished(() => sandbox.close())
  return sandbox
}
