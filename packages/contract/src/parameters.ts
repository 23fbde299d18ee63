import { childOf, complain, type DocumentNode, rawChild } from './documents.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import type { PathValues } from './routes.ts'
import type { MemberSchemas } from './schemas.ts'

type ParameterIn = 'path' | 'query' | 'header' | 'cookie'

interface Parameter {
  readonly node: DocumentNode
  readonly in: ParameterIn
  /** As the request is read: header names in lower case. */
  readonly name: string
  readonly required: boolean
  /** The separator of a list in one text; undefined where a list is sent as a repeated parameter or is none. */
  readonly separator?: string
}

// OpenAPI 4.8.12.1: these are not parameters, other fields describe them.
const describedElsewhere = new Set(['accept', 'content-type', 'authorization'])
const groupNames = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const
const separators: { readonly [style: string]: string } = { spaceDelimited: ' ', pipeDelimited: '|' }

export function parametersOf(operation: Operation): Parameter[] {
  return operation.parameters
    .map(parameterOf)
    .filter((parameter) => parameter.in !== 'header' || !describedElsewhere.has(parameter.name))
}

function parameterOf(node: DocumentNode): Parameter {
  const member = (name: string) => childOf(node, name).value
  const location = member('in')
  const name = member('name')
  if (typeof name !== 'string' || typeof location !== 'string' || !(location in groupNames))
    throw complain(node, 'a parameter needs a name and an in of path, query, header or cookie.')
  const style = member('style') ?? (location === 'query' || location === 'cookie' ? 'form' : 'simple')
  const known = location === 'query' ? ['form', ...Object.keys(separators)] : ['form', 'simple']
  const type = childOf(node, 'schema', 'type').value
  if (!known.includes(style as string) || member('content') !== undefined || type === 'object')
    throw complain(
      node,
      'only parameters of style form or simple that are no objects are read here; describe it so.',
    )
  const explode = member('explode') ?? style === 'form'
  const isList = type === 'array' || (Array.isArray(type) && type.includes('array'))
  const separator =
    isList && (style === 'simple' || !explode) ? (separators[style as string] ?? ',') : undefined
  return {
    node,
    in: location as ParameterIn,
    name: location === 'header' ? name.toLowerCase() : name,
    required: member('required') === true,
    ...(separator !== undefined && { separator }),
  }
}

/** The schemas of the parameters, grouped as {@link readParameters} groups the values. */
export function parameterSchemas(parameters: readonly Parameter[]): MemberSchemas {
  const group = (location: ParameterIn): [string, MemberSchemas] => {
    const own = parameters.filter((parameter) => parameter.in === location)
    const members = Object.fromEntries(own.map(({ name, node }) => [name, rawChild(node, 'schema')]))
    return [
      groupNames[location],
      { members, required: own.filter(({ required }) => required).map(({ name }) => name) },
    ]
  }
  return { members: Object.fromEntries((Object.keys(groupNames) as ParameterIn[]).map(group)) }
}

/** The values that were sent, as text or as a list of texts. */
export function readParameters(
  parameters: readonly Parameter[],
  request: SandboxRequest,
  path: PathValues,
): object {
  const group = (location: ParameterIn) => {
    const own = parameters.filter((parameter) => parameter.in === location)
    const values = own.map((parameter) => [parameter.name, readParameter(parameter, request, path)] as const)
    return [groupNames[location], Object.fromEntries(values.filter(([, value]) => value !== undefined))]
  }
  return Object.fromEntries((Object.keys(groupNames) as ParameterIn[]).map(group))
}

function readParameter(parameter: Parameter, request: SandboxRequest, path: PathValues) {
  const { name, separator } = parameter
  const sources: { readonly [location in ParameterIn]: () => (string | undefined)[] } = {
    path: () => [path[name]],
    query: () => request.query.getAll(name),
    header: () => [request.headers[name]],
    cookie: () => [readCookies(request.headers)[name]],
  }
  const texts = sources[parameter.in]().filter((value) => value !== undefined)
  const values =
    separator === undefined
      ? texts
      : texts.flatMap((text) => text.split(separator).map((item) => item.trim()))
  return values.length > 1 ? values : values[0]
}

function readCookies({ cookie = '' }: SandboxRequest['headers']): { [name: string]: string | undefined } {
  const pairs = cookie.split(';').map((pair) => pair.split('='))
  return Object.fromEntries(pairs.map(([name = '', ...value]) => [name.trim(), value.join('=')]))
}
