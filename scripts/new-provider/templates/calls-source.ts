import type { Provider } from '../provider.ts'

/** A call of every operation, for `test/contract-coverage/`. */
export function callsSource({ name, variable, type, token, serverUrl, calls }: Provider): string {
  const { id, secret, takesUser } = token
  const isClient = id === 'clientId' && secret === 'clientSecret' && !takesUser
  const credentials = `${id}: clientId, ${secret}: clientSecret${takesUser ? ', user' : ''}`
  return `
import { create${type}Client } from '../../../packages/${name}/src/index.ts'
${takesUser ? "import { user } from '../../seeds/start-sandbox.ts'\n" : ''}import { ${isClient ? 'authenticationOf, ' : ''}type Means, type ProviderCalls } from '../provider-calls.ts'

const baseUrl = '${serverUrl}'

function ${variable}({ fetch, headers = {}, ${isClient ? '...means' : 'tokens, clientId, clientSecret'} }: Means) {
  ${
    isClient
      ? `return create${type}Client({ ...authenticationOf({ fetch, ...means }), fetch, headers, baseUrl })`
      : `const authentication = tokens === undefined ? { ${credentials} } : { tokens }
  return create${type}Client({ ...authentication, fetch, headers, baseUrl })`
  }
}

export const calls: ProviderCalls = {
  '${name}#${token.operation}': (means) => ${variable}(means).tokens.getToken(),
  ${calls.map((call) => `'${name}#${call.id}': (means) => ${variable}(means).${call.code},`).join('\n  ')}
}
`
}
