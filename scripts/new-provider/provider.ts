import { credentialNames } from '../../packages/auth-core/src/grants/credential-names.ts'
import type { TokenOperation } from '../../packages/auth-core/src/token-operation.ts'
import { apiConstant } from '../generate/api-constant.ts'
import {
  isTokenOperation,
  operationsOf,
  type Server,
  type TokenExtension,
  tokenOperationsOf,
} from '../generate/openapi-document.ts'
import type { Spec } from '../generate/read-specs.ts'
import { serverUrl } from '../generate/server-url.ts'
import { printProblem } from '../generate/spec-problem.ts'
import { chooseGrant } from './choose-grant.ts'
import { type ExampleCall, exampleCall } from './example-call.ts'

/** What the templates need to know of a provider, all of it from its document. */
export interface Provider {
  /** `acme-pay` */
  readonly name: string
  /** `acmePay` */
  readonly variable: string
  /** `AcmePay` */
  readonly type: string
  /** `ACME_PAY` */
  readonly env: string
  readonly title: string
  /** Without its full stop; empty where the document has none. */
  readonly summary: string
  readonly token: {
    readonly operation: string
    readonly grant: string
    /** The names of the options for the client's credentials. */
    readonly id: string
    readonly secret: string
    readonly takesUser: boolean
    readonly takesScope: boolean
    readonly refreshes: boolean
    readonly namesLifetime: boolean
    /** Where the token operation has a server of its own. */
    readonly url: string | undefined
    readonly source: string | undefined
  }
  /** The documented servers, by name. */
  readonly servers: readonly string[]
  /** The first server, whoever documents it. */
  readonly serverUrl: string
  readonly calls: readonly ExampleCall[]
  /** The first GET, or the first call where there is none. */
  readonly first: ExampleCall
  readonly operations: readonly string[]
}

/** @throws {Error} naming the place of the document that a template cannot be made from */
export function describeProvider(spec: Spec, given: string): Provider {
  const { document, packageName: name } = spec
  const refuse = (pointer: readonly (string | number)[], message: string): never => {
    throw new Error(printProblem({ ...spec.locate({ pointer, message }), file: given }))
  }
  const calls = operationsOf(document)
    .filter((found) => !isTokenOperation(found))
    .map((found) => exampleCall(document, found, refuse))
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const type = words.join('')
  const { info } = document
  return {
    name,
    variable: type.charAt(0).toLowerCase() + type.slice(1),
    type,
    env: name.toUpperCase().replaceAll('-', '_'),
    title: info.title,
    summary: (info.summary ?? '').replace(/\.$/, ''),
    token: tokenOf(spec, refuse),
    servers: Object.keys(apiConstant(document).servers),
    serverUrl: urlOf(document.servers?.[0]) ?? refuse(['servers'], 'there is no server: name one'),
    calls,
    first: calls.find(({ method }) => method === 'GET') ?? (calls[0] as ExampleCall),
    operations: operationsOf(document).map(({ operation }) => `${name}#${operation.operationId}`),
  }
}

/** Paths follow it: without its last slash. */
function urlOf(server: Server | undefined): string | undefined {
  return server && serverUrl(server).replace(/\/$/, '')
}

function tokenOf(
  { document }: Spec,
  refuse: (pointer: readonly (string | number)[], message: string) => never,
) {
  const { found, grant } = chooseGrant(tokenOperationsOf(document), refuse)
  const { operation, pathItem } = found
  const extension: TokenExtension = operation['x-token-operation']
  const places = extension.grants[grant] ?? { issues: [] }
  const own = operation.servers ?? pathItem.servers
  const { id, secret } = credentialNames(extension as unknown as TokenOperation)
  const url = urlOf(own?.[0])
  return {
    operation: operation.operationId ?? '',
    grant,
    id,
    secret,
    takesUser: 'username' in places,
    takesScope: 'scope' in places,
    refreshes: 'username' in places && 'refresh_token' in extension.grants,
    namesLifetime: 'expiresIn' in extension.token,
    url: url && url + found.path,
    source: operation.externalDocs?.url,
  }
}
