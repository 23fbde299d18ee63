import type { Provider } from '../provider.ts'

const userOption = 'readonly user: { readonly username: string; readonly password: Secret }\n'
const scopeOption = '/** @default none */\nreadonly scope?: string | readonly string[] | undefined\n'

/** `src/client.ts`: what the provider is, as data. */
export function clientSource(provider: Provider): string {
  const { type, title, token } = provider
  const { operation, grant, id, secret, source } = token
  const hasChoice = provider.servers.length > 1
  const credentials = [
    id,
    secret,
    ...(token.takesUser ? ['user'] : []),
    ...(token.takesScope ? ['scope'] : []),
  ]
  const grantCode = `operationGrant(${operation}, '${grant}', {
        ...common,
        ${id === 'clientId' ? id : `clientId: ${id}`},
        ${secret === 'clientSecret' ? secret : `clientSecret: ${secret}`},
        ${token.takesUser ? 'username: user.username,\npassword: user.password,\n' : ''}${token.takesScope ? 'scope,\n' : ''}tokenUrl: tokenUrl ?? ${token.url ? `${operation}.url` : `tokenUrlBelow(baseUrl(), ${operation})`},
      })`
  return `
import { operationGrant, ${token.refreshes ? 'refreshToken, ' : ''}type Secret } from '@latchkey/auth-core'
import {
  ${hasChoice ? 'chooseServer,\n' : ''}createProvider,
  type ProviderClient,
  type ProviderOptions,
  ${token.url ? '' : 'tokenUrlBelow,\n'}type WithCredentials,
} from '@latchkey/auth-core/openapi'
import type { paths } from './generated/openapi.ts'
import { api, type TokenPath } from './generated/token-operations.ts'

/** The API's operations; the token operation is the client's own business. */
export type ${type}Paths = Omit<paths, TokenPath>

export interface ${type}Credentials {
  readonly ${id}: string
  readonly ${secret}: Secret
  ${token.takesUser ? userOption : ''}${token.takesScope ? scopeOption : ''}/** @default ${token.url ? 'the documented endpoint' : 'the documented path below `baseUrl`'} */
  readonly tokenUrl?: string | undefined
}

export type ${type}Options = ProviderOptions & WithCredentials<${type}Credentials>${ownOptions(provider)}

export type ${type}Client<Paths extends {} = ${type}Paths> = ProviderClient<Paths>

/**
 * A client of the ${title} API.
 * @throws {LatchkeyError} \`invalid_options\`, \`insecure_url\`, \`browser_forbidden\`
${source ? ` * @see ${source}\n` : ''} */
export function create${type}Client<Paths extends {} = ${type}Paths>(options: ${type}Options): ${type}Client<Paths> {
  const { ${operation} } = api.tokenOperations
  ${token.url ? '' : `const baseUrl = () => ${baseUrl(provider)}\n`}return createProvider<Paths>(options, {
    name: 'create${type}Client',
    credentials: ${JSON.stringify([...credentials, 'tokenUrl'])},
    ${token.takesUser ? "members: { user: [['username', 'password']] },\n" : ''}${hasChoice ? "options: ['server'],\n" : ''}baseUrl${token.url ? `: () => ${baseUrl(provider)}` : ''},
    accept: api.accept,
    grant(common) {
      const { ${[...credentials, 'tokenUrl'].join(', ')} } = options as ${type}Credentials
      return ${token.refreshes ? `refreshToken({ initial: ${grantCode} })` : grantCode}
    },
  })()
}
`
}

function ownOptions({ servers }: Provider): string {
  if (servers.length === 0) return ' & {\n  /** No page names a host. */\n  readonly baseUrl: string\n}'
  if (servers.length === 1) return ''
  const server = 'keyof typeof api.servers'
  return ` & ({ readonly server: ${server} } | { readonly baseUrl: string; readonly server?: ${server} | undefined })`
}

function baseUrl({ servers: [name, ...others] }: Provider): string {
  if (name === undefined) return 'options.baseUrl'
  if (others.length > 0) return "chooseServer(api.servers, 'server', options.server, options.baseUrl)"
  return `options.baseUrl ?? api.servers${/^\w+$/.test(name) ? `.${name}` : `['${name}']`}`
}
