import type { Provider } from '../provider.ts'

/** `test/flows.ts`: the way to a token, for the conformance suite and the demo. */
export function flowsSource({ name, variable, type, token, serverUrl, first }: Provider): string {
  const { id, secret, takesUser, url } = token
  const isClient = id === 'clientId' && secret === 'clientSecret'
  return `
import type { ProviderFlow } from '@latchkey/auth-core/testing'
import { create${type}Client } from '@latchkey/${name}'
import document from '@latchkey/${name}/openapi.json' with { type: 'json' }

/** The client that the sandbox knows. */
const client = { ${id}: '${name}-client', ${secret}: '${name}-secret-made-up' }
${takesUser ? "const user = { username: 'ada@example.com', password: 'made-up-password' }\n" : ''}
export const flows: readonly ProviderFlow[] = [
  {
    provider: '${name}',
    name: '${token.grant.replaceAll('_', ' ')}',
    documents: [document],
    sandbox: { clients: [${isClient ? 'client' : `{ clientId: client.${id}, clientSecret: client.${secret} }`}]${takesUser ? ', users: [user]' : ''} },
    namesLifetime: ${token.namesLifetime},
    secretOption: '${secret}',
    connect(sandbox, options) {
      const ${variable} = create${type}Client({
        ...client,
        ${takesUser ? 'user,\n' : ''}baseUrl: sandbox.url('${serverUrl}'),
        ${url ? `tokenUrl: sandbox.url('${url}'),\n` : ''}...options,
      })
      return { clients: [${variable}], calls: [() => ${variable}.${first.code}] }
    },
  },
]
`
}
