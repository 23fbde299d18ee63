import {
  type FoundOperation,
  type OpenApiDocument,
  type Parameter,
  type Reference,
  type Response,
  resolve,
  type Schema,
  type TokenExtension,
} from './openapi-document.ts'

/** A place of a request, with the schemas that it has in the variants of the request. */
export interface RequestPlace {
  name: string
  schemas: Schema[]
  required: boolean
}

/** The headers, query parameters and body members that a request of the operation takes, as runtime expressions. */
export function requestPlaces(document: OpenApiDocument, found: FoundOperation): RequestPlace[] {
  return [...parameterPlaces(document, found), ...bodyPlaces(document, found)]
}

/** The headers and body members of the answer with status 200, as runtime expressions. */
export function responsePlaces(document: OpenApiDocument, { operation }: FoundOperation): string[] {
  const response = resolve<Response>(document, operation.responses?.['200'] ?? {})
  const headers = Object.keys(response?.headers ?? {})
  const members = Object.values(response?.content ?? {}).flatMap(({ schema }) =>
    objectVariants(document, schema).flatMap((variant) => Object.keys(variant.properties ?? {})),
  )
  return [
    ...headers.map((name) => `$response.header.${name}`),
    ...members.map((name) => `$response.body#/${name}`),
  ]
}

/** Every request place that the extension names, with the path below the extension. */
export function namedRequestPlaces({ client, grants }: TokenExtension) {
  const ofClient = typeof client === 'string' ? [] : Object.entries(client)
  return [
    ...ofClient.map(([key, place]) => ({ place, pointer: ['client', key] })),
    ...Object.entries(grants).flatMap(([grant, { issues, ...places }]) =>
      Object.entries(places).map(([key, place]) => ({
        place: String(place),
        pointer: ['grants', grant, key],
      })),
    ),
  ]
}

/** Whether one of the schemas lets the value through as a constant or as one of a list. */
export function takesValue(schemas: readonly Schema[], value: string): boolean {
  return schemas.some(({ const: constant, enum: list }) => constant === value || list?.includes(value))
}

function parameterPlaces(document: OpenApiDocument, { pathItem, operation }: FoundOperation): RequestPlace[] {
  return [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])].flatMap((node) => {
    const parameter = resolve<Parameter>(document, node)
    if (parameter === undefined || !['header', 'query'].includes(parameter.in)) return []
    const schema = resolve<Schema>(document, parameter.schema ?? {})
    const name = `$request.${parameter.in}.${parameter.name}`
    return [{ name, schemas: schema ? [schema] : [], required: parameter.required === true }]
  })
}

function bodyPlaces(document: OpenApiDocument, { operation }: FoundOperation): RequestPlace[] {
  const body = operation.requestBody && resolve(document, operation.requestBody)
  const variants = Object.values(body?.content ?? {}).flatMap(({ schema }) =>
    objectVariants(document, schema),
  )
  const places = new Map<string, RequestPlace>()
  for (const { properties = {}, required = [] } of variants) {
    for (const [member, node] of Object.entries(properties)) {
      const name = `$request.body#/${member}`
      const known = places.get(name) ?? { name, schemas: [], required: false }
      known.schemas.push(resolve<Schema>(document, node) ?? {})
      known.required ||= required.includes(member)
      places.set(name, known)
    }
  }
  return [...places.values()]
}

/** The object schemas that a union or an intersection is made of. */
function objectVariants(document: OpenApiDocument, node: Schema | Reference | undefined): Schema[] {
  const schema = node && resolve<Schema>(document, node)
  if (schema === undefined) return []
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  return [schema, ...parts.flatMap((part) => objectVariants(document, part))]
}
