import type { ApiConstant } from './api-constant.ts'

/** A document's constant with the names that it gets in its package. */
export interface NamedApi {
  /** The exported constant: `api`, or the document's name where the package has several. */
  constant: string
  /** Stands before the names of types and token operations; empty where the package has one document. */
  prefix: string
  /** The module of the document's types. */
  module: string
  api: ApiConstant
}

/** The source of `token-operations.ts`, not yet formatted. */
export function tokenOperationsCode(apis: readonly NamedApi[]): string {
  const imports = apis.map(
    ({ module, prefix }) =>
      `import type { operations${prefix && ` as ${capital(prefix)}Operations`} } from '${module}'`,
  )
  const used = apis.some(({ api }) => Object.keys(api.tokenOperations).length > 0)
  const core = used ? ["import type { TokenOperationOf } from '@latchkey/auth-core'"] : []
  return [...core, ...imports, ...apis.map(apiCode)].join('\n')
}

function apiCode({ constant, prefix, api }: NamedApi): string {
  const operations = Object.entries(api.tokenOperations).map(([id, value]) => ({
    id,
    name: prefix === '' ? id : prefix + capital(id),
    value,
  }))
  const paths = [...new Set(operations.map(({ value }) => JSON.stringify(value.path)))]
  return `
${operations.map(({ id, name, value }) => tokenOperationCode(prefix, id, name, value)).join('\n')}
/** What the document says of its servers, the media types of its answers and its token operations. */
export const ${constant} = {
  servers: ${JSON.stringify(api.servers)},
  accept: ${JSON.stringify(api.accept)},
  tokenOperations: { ${operations.map(({ id, name }) => (id === name ? id : `${id}: ${name}`)).join(', ')} },
} as const

/** The paths that issue tokens; a client of the API leaves them out. */
export type ${capital(prefix)}TokenPath = ${paths.join(' | ') || 'never'}
`
}

function tokenOperationCode(prefix: string, id: string, name: string, value: unknown): string {
  const operations = prefix === '' ? 'operations' : `${capital(prefix)}Operations`
  return `const ${name} = ${JSON.stringify(value)} as const satisfies TokenOperationOf<${operations}[${JSON.stringify(id)}]>\n`
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
