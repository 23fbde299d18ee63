import type { FlowOptions, FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { createGiniClient, createGiniUserCenterClient } from '@latchkey/gini'
import payApi from '@latchkey/gini/pay-api.openapi.json' with { type: 'json' }
import userCenter from '@latchkey/gini/user-center.openapi.json' with { type: 'json' }

/** The client that the sandbox knows. Gini reads id and secret as they are, so the secret has what encoding changes. */
export const client = { clientId: 'gini-client', clientSecret: 'gini:secret ü+100% made up' }

/** The account that the sandbox knows. */
export const account = { username: 'ada+pay@users.example', password: 'engine & notes = 100%' }

/** The Pay API's client in a sandbox. */
export function connect(sandbox: FlowSandbox, options: FlowOptions) {
  return createGiniClient({ ...client, baseUrl: sandbox.origin('https://pay-api.gini.net'), ...options })
}

/** The same for an account of the User Center. */
export function connectAccount(sandbox: FlowSandbox, options: FlowOptions) {
  const tokenUrl = sandbox.url('https://user.gini.net/oauth/token')
  return connect(sandbox, { user: account, tokenUrl, ...options })
}

/** The User Center's client in a sandbox. */
export function connectUserCenter(sandbox: FlowSandbox, options: FlowOptions) {
  const baseUrl = sandbox.origin('https://user.gini.net')
  return createGiniUserCenterClient({ ...client, baseUrl, ...options })
}

/** A user of the documentation. */
export const userId = { params: { path: { userId: '0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c' } } }

const common = {
  provider: 'gini',
  documents: [payApi, userCenter],
  sandbox: { clients: [client], users: [account] },
  namesLifetime: true,
  secretOption: 'clientSecret',
}

export const flows: readonly ProviderFlow[] = [
  {
    ...common,
    name: 'login, two users',
    connect(sandbox, options) {
      const gini = connect(sandbox, options)
      const users = ['user-1', 'user-2'].map((identifier) => gini.as({ identifier }))
      return { clients: [gini, ...users], calls: users.map((user) => () => user.GET('/documents')) }
    },
  },
  {
    ...common,
    name: 'password, refresh token',
    connect(sandbox, options) {
      const gini = connectAccount(sandbox, options)
      return { clients: [gini], calls: [() => gini.GET('/documents')] }
    },
  },
  {
    ...common,
    name: 'User Center',
    connect(sandbox, options) {
      const gini = connectUserCenter(sandbox, options)
      return { clients: [gini], calls: [() => gini.GET('/api/users/{userId}', userId)] }
    },
  },
]
