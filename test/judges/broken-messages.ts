import type { JudgedRequest, Kind } from './judged-request.ts'

/** The request with something changed that no schema describes: its method, its path, its headers, its syntax. */
export function brokenMessages(
  request: JudgedRequest,
  documentedMethods: readonly string[],
): JudgedRequest[] {
  return [
    ...otherTargets(request, documentedMethods),
    ...otherHeaders(request, 'accept', 'accept', { '*/*': '*/*', 'text/html': 'text/html' }),
    ...otherCredentials(request),
    ...otherBodies(request),
  ]
}

type Change = Partial<Pick<JudgedRequest, 'method' | 'target' | 'headers'>> & {
  readonly body?: string | undefined
}

function changed(request: JudgedRequest, kind: Kind, what: string, change: Change): JudgedRequest {
  const { body, ...rest } = { ...request, ...change }
  return { ...rest, kind, name: `${request.name}, ${what}`, ...(body !== undefined && { body }) }
}

function otherTargets(request: JudgedRequest, documentedMethods: readonly string[]): JudgedRequest[] {
  const method = ['PATCH', 'DELETE'].find((one) => !documentedMethods.includes(one)) as string
  const [path = '', query] = request.target.split('?')
  // Deep enough for no template to cover it.
  const target = [`${path}/unheard-of/of`, query].filter((part) => part !== undefined).join('?')
  return [
    changed(request, 'method', `method ${method}`, { method }),
    changed(request, 'path', 'path with /unheard-of/of', { target }),
  ]
}

function otherHeaders(
  request: JudgedRequest,
  kind: Kind,
  name: string,
  values: Readonly<Record<string, string | undefined>>,
): JudgedRequest[] {
  return Object.entries(values).map(([what, value]) => {
    const { [name]: _, ...headers } = request.headers
    const other = value === undefined ? headers : { ...headers, [name]: value }
    return changed(request, kind, `${name} ${what}`, { headers: other })
  })
}

function otherCredentials(request: JudgedRequest): JudgedRequest[] {
  const { authorization } = request.headers
  if (authorization === undefined) return []
  const [scheme = '', value = ''] = authorization.split(' ')
  const unknown = scheme === 'Basic' ? btoa('unheard-of:unheard-of') : 'unheard-of'
  const otherScheme = scheme === 'Basic' ? 'Bearer' : 'Basic'
  return otherHeaders(request, 'credentials', 'authorization', {
    'left out': undefined,
    empty: '',
    'of an unknown client or token': `${scheme} ${unknown}`,
    [`with the scheme ${otherScheme}`]: `${otherScheme} ${value}`,
    'with the scheme alone': scheme,
    'with the scheme in lower case': `${scheme.toLowerCase()} ${value}`,
  })
}

function otherBodies(request: JudgedRequest): JudgedRequest[] {
  const { 'content-type': contentType, ...headers } = request.headers
  if (contentType === undefined) return []
  const other = contentType === 'application/json' ? 'application/x-www-form-urlencoded' : 'application/json'
  const broken = contentType.endsWith('json')
    ? [changed(request, 'syntax', 'cut in the middle', { body: request.body?.slice(0, -1) })]
    : []
  return [
    ...otherHeaders(request, 'content type', 'content-type', {
      'left out': undefined,
      'text/plain': 'text/plain',
      [other]: other,
      'with a charset': `${contentType}; charset=utf-8`,
    }),
    changed(request, 'missing', 'without /body', { headers, body: undefined }),
    ...broken,
  ]
}
