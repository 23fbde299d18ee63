import {
  type FoundOperation,
  isTokenOperation,
  type OpenApiDocument,
  operationsOf,
  type RequestBody,
  type Response,
  resolve,
  type Server,
  type TokenExtension,
  tokenOperationsOf,
} from './openapi-document.ts'
import { singleMeaning } from './single-meaning.ts'

/** What a provider's client must know of a document at run time. */
export interface ApiConstant {
  /** The documented servers by name; empty where nobody documents the host. */
  servers: Record<string, string>
  accept: string
  tokenOperations: Record<string, TokenOperationConstant>
}

interface TokenOperationConstant {
  path: string
  [property: string]: unknown
}

export function apiConstant(document: OpenApiDocument): ApiConstant {
  const protectedOperations = operationsOf(document).filter((found) => !isTokenOperation(found))
  return {
    servers: serverUrls(document.servers ?? []),
    accept: acceptOf(document, protectedOperations),
    tokenOperations: Object.fromEntries(
      tokenOperationsOf(document).map((found) => [
        found.operation.operationId ?? '',
        tokenOperationConstant(document, found, found.operation['x-token-operation']),
      ]),
    ),
  }
}

function tokenOperationConstant(
  document: OpenApiDocument,
  found: FoundOperation,
  { client, grants, token }: TokenExtension,
): TokenOperationConstant {
  return {
    url: urlOf(document, found),
    path: found.path,
    accept: acceptOf(document, [found]) || 'application/json',
    contentType: contentTypeOf(document, found),
    client,
    grants: Object.fromEntries(Object.entries(grants).map(([name, { issues, ...places }]) => [name, places])),
    token,
    errors: errorsOf(document, found),
  }
}

function serverUrls(servers: readonly Server[]): Record<string, string> {
  return Object.fromEntries(
    servers.filter(isDocumented).map((server) => [server['x-name'] ?? 'production', trimSlash(server.url)]),
  )
}

/** Absent where the host is not documented, or where several servers leave a choice. */
function urlOf(document: OpenApiDocument, { path, pathItem, operation }: FoundOperation): string | undefined {
  const [server, ...others] = operation.servers ?? pathItem.servers ?? document.servers ?? []
  const known = server && others.length === 0 && isDocumented(server)
  return known ? trimSlash(server.url) + path : undefined
}

function acceptOf(document: OpenApiDocument, operations: readonly FoundOperation[]): string {
  const mediaTypes = operations.flatMap(({ operation }) =>
    Object.entries(operation.responses ?? {})
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([, node]) => Object.keys(resolve<Response>(document, node)?.content ?? {})),
  )
  return [...new Set(mediaTypes)].join(', ')
}

function contentTypeOf(document: OpenApiDocument, { operation }: FoundOperation): string | undefined {
  const body = operation.requestBody && resolve<RequestBody>(document, operation.requestBody)
  return Object.keys(body?.content ?? {})[0]
}

function errorsOf(
  document: OpenApiDocument,
  { operation }: FoundOperation,
): Record<string, string> | undefined {
  const errors = Object.entries(operation.responses ?? {}).flatMap(([status, node]) => {
    const meaning = singleMeaning(resolve<Response>(document, node)?.['x-token-error'] ?? {})
    return meaning === undefined ? [] : [[status, meaning]]
  })
  return errors.length > 0 ? (Object.fromEntries(errors) as Record<string, string>) : undefined
}

function isDocumented({ variables = {} }: Server): boolean {
  return Object.keys(variables).length === 0
}

function trimSlash(url: string): string {
  return url.replace(/\/$/, '')
}
