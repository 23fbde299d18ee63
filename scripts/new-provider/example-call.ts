import {
  type FoundOperation,
  type OpenApiDocument,
  type Parameter,
  type RequestBody,
  resolve,
} from '../generate/openapi-document.ts'

/** A call of an operation with the values of its examples. */
export interface ExampleCall {
  readonly id: string
  /** `GET` */
  readonly method: string
  readonly path: string
  /** `acme.GET('/orders')` without the client: `GET('/orders')`. */
  readonly code: string
}

type Refuse = (pointer: readonly (string | number)[], message: string) => never

export function exampleCall(document: OpenApiDocument, found: FoundOperation, refuse: Refuse): ExampleCall {
  const { operation, path, pointer } = found
  const params = exampleParams(document, found, refuse)
  const body = exampleBody(document, found, refuse)
  const init = { ...(Object.keys(params).length > 0 && { params }), ...(body !== undefined && { body }) }
  const method = found.method.toUpperCase()
  const rest = Object.keys(init).length > 0 ? [JSON.stringify(init)] : []
  return {
    id: operation.operationId ?? refuse(pointer, 'there is no operationId'),
    method,
    path,
    code: `${method}(${[JSON.stringify(path), ...rest].join(', ')})`,
  }
}

/** The mandatory parameters, by where they stand. */
function exampleParams(
  document: OpenApiDocument,
  { pathItem, operation, pointer }: FoundOperation,
  refuse: Refuse,
): Record<string, Record<string, unknown>> {
  const params: Record<string, Record<string, unknown>> = {}
  for (const node of [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = resolve<Parameter>(document, node)
    if (parameter?.required !== true) continue
    const value = exampleOf(parameter)
    if (value === undefined) refuse(pointer, `the parameter ${parameter.name} has no example: add one`)
    params[parameter.in] = { ...params[parameter.in], [parameter.name]: value }
  }
  return params
}

function exampleBody(document: OpenApiDocument, { operation, pointer }: FoundOperation, refuse: Refuse) {
  const body = operation.requestBody && resolve<RequestBody>(document, operation.requestBody)
  if (body === undefined) return undefined
  const [media] = Object.values(body.content)
  return (
    exampleOf(media) ?? refuse([...pointer, 'requestBody'], 'the body of the request has no example: add one')
  )
}

function exampleOf(node: { example?: unknown; examples?: Record<string, unknown> } | undefined): unknown {
  const [named] = Object.values(node?.examples ?? {}) as { value?: unknown }[]
  return node?.example ?? named?.value
}
