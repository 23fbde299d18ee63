/** As much of an OpenAPI 3.1 document as the generator and the rules read. */
export interface OpenApiDocument {
  openapi: string
  info: { title: string; summary?: string; 'x-id'?: string }
  servers?: Server[]
  paths: Record<string, PathItem>
  components?: { securitySchemes?: Record<string, SecurityScheme | Reference> }
  security?: SecurityRequirement[]
}

export interface Server {
  url: string
  variables?: Record<string, { default?: string }>
  'x-name'?: string
}

interface SecurityScheme {
  type: string
  scheme?: string
}

type SecurityRequirement = Record<string, string[]>

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
type Method = (typeof methods)[number]

type PathItem = { [M in Method]?: Operation } & {
  servers?: Server[]
  parameters?: (Parameter | Reference)[]
}

interface Operation {
  operationId?: string
  externalDocs?: { url: string }
  servers?: Server[]
  security?: SecurityRequirement[]
  parameters?: (Parameter | Reference)[]
  requestBody?: RequestBody | Reference
  responses?: Record<string, Response | Reference>
  'x-token-operation'?: TokenExtension
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  schema?: Schema | Reference
  example?: unknown
  examples?: Record<string, unknown>
}

export interface RequestBody {
  required?: boolean
  content: Record<string, MediaType>
}

export interface Response {
  headers?: Record<string, unknown>
  content?: Record<string, MediaType>
  'x-token-error'?: Record<string, string | null>
}

interface MediaType {
  schema?: Schema | Reference
  example?: unknown
  examples?: Record<string, unknown>
}

export interface Schema {
  const?: unknown
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, Schema | Reference>
  oneOf?: (Schema | Reference)[]
  anyOf?: (Schema | Reference)[]
  allOf?: (Schema | Reference)[]
}

export interface TokenExtension {
  client: 'basic' | 'client_secret_basic' | { id: string; secret: string }
  grants: Record<string, { issues: string[]; grantType?: string } & Record<string, string | string[]>>
  token: Record<string, string>
}

export interface Reference {
  $ref: string
}

export type Pointer = readonly (string | number)[]

/** An operation with the place in the document where it stands. */
export interface FoundOperation {
  path: string
  method: Method
  pathItem: PathItem
  operation: Operation
  pointer: Pointer
}

/** Follows local references; `undefined` where one leads nowhere. */
export function resolve<T extends object>(document: OpenApiDocument, node: T | Reference): T | undefined {
  let current: unknown = node
  for (let hops = 0; hops < 20 && isReference(current); hops++) current = lookUp(document, current.$ref)
  return isReference(current) ? undefined : (current as T | undefined)
}

export function operationsOf(document: OpenApiDocument): FoundOperation[] {
  return Object.entries(document.paths).flatMap(([path, pathItem]) =>
    methods.flatMap((method) => {
      const operation = pathItem[method]
      return operation ? [{ path, method, pathItem, operation, pointer: ['paths', path, method] }] : []
    }),
  )
}

export function isTokenOperation(
  found: FoundOperation,
): found is FoundOperation & { operation: { 'x-token-operation': TokenExtension } } {
  return found.operation['x-token-operation'] !== undefined
}

export function tokenOperationsOf(document: OpenApiDocument) {
  return operationsOf(document).filter(isTokenOperation)
}

/** Every reference of the document, with the place where it stands. */
export function referencesOf(node: unknown, pointer: Pointer = []): { $ref: string; pointer: Pointer }[] {
  if (typeof node !== 'object' || node === null) return []
  const own = isReference(node) ? [{ $ref: node.$ref, pointer: [...pointer, '$ref'] }] : []
  return [...own, ...Object.entries(node).flatMap(([key, child]) => referencesOf(child, [...pointer, key]))]
}

/** A JSON Pointer in its URI fragment form (RFC 6901), without percent-encoding. */
export function printPointer(pointer: Pointer): string {
  return `#${pointer.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

export function parsePointer(text: string): string[] {
  return text
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function isReference(node: unknown): node is Reference {
  return typeof node === 'object' && node !== null && typeof (node as Reference).$ref === 'string'
}

/** What a local reference names; `undefined` where it names nothing here. */
export function lookUp(document: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  return parsePointer(reference).reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined,
    document,
  )
}
