import {
  type ApiDocument,
  childOf,
  complain,
  type DocumentNode,
  entriesOf,
  rawChild,
  rootNode,
} from './documents.ts'
import { type Server, serversOf } from './servers.ts'
import { checkTokenError } from './token-error.ts'
import { type TokenOperation, tokenOperationOf } from './token-operation.ts'

/** One operation of one document. */
export interface Operation {
  /** The operationId, or method and path where the document gives none. */
  readonly id: string
  readonly document: ApiDocument
  readonly node: DocumentNode
  /** In upper case. */
  readonly method: string
  /** The path template below the server. */
  readonly path: string
  readonly servers: readonly Server[]
  /** The path's parameters and the operation's own, which win. */
  readonly parameters: readonly DocumentNode[]
  /** By status as the document writes it: `200`, `4XX`, `default`. */
  readonly responses: ReadonlyMap<string, DocumentNode>
  /** Present where the operation issues tokens. */
  readonly token?: TokenOperation
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

export function operationsOf(document: ApiDocument): Operation[] {
  const paths = entriesOf(childOf(rootNode(document), 'paths'))
  return paths.flatMap(([path, item]) =>
    methods
      .filter((method) => childOf(item, method).value !== undefined)
      .map((method) => operationOf(document, path, item, method)),
  )
}

function operationOf(document: ApiDocument, path: string, item: DocumentNode, method: string): Operation {
  // Not followed: complaints about an operation name it by its own path.
  const node = rawChild(item, method)
  const id = childOf(node, 'operationId').value
  const responses = new Map(entriesOf(childOf(node, 'responses')))
  if (responses.size === 0) throw complain(node, 'the operation documents no response; document one.')
  for (const response of responses.values()) checkTokenError(response)
  const token = tokenOperationOf(node)
  return {
    id: typeof id === 'string' ? id : `${method.toUpperCase()} ${path}`,
    document,
    node,
    method: method.toUpperCase(),
    path,
    servers: serversOf(node, item, rootNode(document)),
    parameters: parametersOf(item, node),
    responses,
    ...(token && { token }),
  }
}

function parametersOf(...owners: DocumentNode[]): DocumentNode[] {
  const all = owners.flatMap((owner) =>
    entriesOf(childOf(owner, 'parameters')).map(([, parameter]) => parameter),
  )
  const key = (node: DocumentNode) => `${childOf(node, 'in').value} ${childOf(node, 'name').value}`
  return [...new Map(all.map((parameter) => [key(parameter), parameter])).values()]
}
