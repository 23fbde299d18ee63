import { childOf, childrenOf, type Place, rootOf } from '../../scripts/contract-versions/sides.ts'
import { type OpenApiDocument, operationsOf } from '../../scripts/generate/openapi-document.ts'

/** An operation as its document has it, read without the sandbox's code. */
export interface DocumentedOperation {
  /** `<document id>#<operationId>` */
  readonly name: string
  readonly method: string
  readonly path: string
  /** The URLs that it is served at, the defaults of their variables filled in, with its path. */
  readonly urls: readonly string[]
  readonly node: Place
  readonly parameters: readonly Place[]
  /** Its own requirements, else those of the document. */
  readonly security: Place
}

/** One answer that is documented: a status in one media type. */
export interface DocumentedAnswer {
  readonly operation: DocumentedOperation
  readonly status: number
  /** Undefined where no body is documented. */
  readonly mediaType: string | undefined
}

export function documentedOperations(document: OpenApiDocument): DocumentedOperation[] {
  const root = rootOf(document)
  return operationsOf(document).map(({ path, method }) => {
    const item = childOf(root, 'paths', path)
    const node = childOf(item, method)
    const nearest = (key: string) =>
      [node, item, root].map((owner) => childOf(owner, key)).find(({ value }) => value !== undefined)
    return {
      name: `${document.info['x-id']}#${childOf(node, 'operationId').value}`,
      method: method.toUpperCase(),
      path,
      urls: childrenOf(nearest('servers') ?? node).map(([, server]) => urlOf(server) + path),
      node,
      parameters: [item, node].flatMap((owner) =>
        childrenOf(childOf(owner, 'parameters')).map(([, parameter]) => parameter),
      ),
      security: nearest('security') ?? childOf(node, 'security'),
    }
  })
}

export function documentedAnswers(operation: DocumentedOperation): DocumentedAnswer[] {
  return childrenOf(childOf(operation.node, 'responses')).flatMap(([status, response]) => {
    const mediaTypes = childrenOf(childOf(response, 'content')).map(([mediaType]) => mediaType)
    return (mediaTypes.length === 0 ? [undefined] : mediaTypes).map((mediaType) => ({
      operation,
      status: Number(status),
      mediaType,
    }))
  })
}

function urlOf(server: Place): string {
  return String(childOf(server, 'url').value).replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    String(childOf(server, 'variables', name, 'default').value),
  )
}

export function isCallOf(
  { method, urls }: DocumentedOperation,
  request: { method: string; url: URL },
): boolean {
  const shape = (url: string) => url.split('/').map((segment) => /^\{.+\}$/.test(segment) || segment)
  const sent = `${request.url.origin}${request.url.pathname}`.split('/')
  return (
    method === request.method &&
    urls.some((url) => {
      const segments = shape(url)
      return (
        segments.length === sent.length &&
        segments.every((segment, index) => segment === true || segment === sent[index])
      )
    })
  )
}
