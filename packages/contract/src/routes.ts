import { complain, placeOf } from './documents.ts'
import type { Operation } from './operations.ts'

/** What is documented at a path of an origin. */
export type Match =
  | { readonly found: 'operation'; readonly operation: Operation; readonly values: PathValues }
  | { readonly found: 'path'; readonly operations: readonly Operation[] }
  | { readonly found: 'nothing'; readonly operations: readonly Operation[] }

/** The values of the path parameters, percent-decoded. */
export type PathValues = { readonly [name: string]: string }

interface Route {
  readonly operation: Operation
  readonly template: string
  readonly segments: readonly RegExp[]
  readonly names: readonly string[]
}

export interface Routes {
  /** The distinct server origins, in the order of the documents. */
  readonly origins: readonly string[]
  match(origin: string, method: string, path: string): Match
}

export function createRoutes(operations: readonly Operation[]): Routes {
  const byOrigin = new Map<string, Route[]>()
  for (const operation of operations) {
    for (const { origin, basePath } of operation.servers) {
      const routes = byOrigin.get(origin) ?? []
      byOrigin.set(origin, routes)
      addRoute(routes, routeOf(operation, `${basePath}${operation.path}`), origin)
    }
  }
  // A concrete path is matched before a templated one (OpenAPI 4.8.8).
  for (const routes of byOrigin.values()) routes.sort((a, b) => compare(rank(a), rank(b)))
  return {
    origins: [...byOrigin.keys()],
    match: (origin, method, path) => match(byOrigin.get(origin) ?? [], method, path),
  }
}

function routeOf(operation: Operation, template: string): Route {
  const names = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string)
  return { operation, template, names, segments: template.split('/').map(segmentPattern) }
}

function segmentPattern(segment: string): RegExp {
  const literals = decode(segment)?.split(/\{[^{}]+\}/) ?? [segment]
  return new RegExp(`^${literals.map(escapePattern).join('(.+)')}$`, 's')
}

function escapePattern(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function addRoute(routes: Route[], route: Route, origin: string): void {
  const { operation } = route
  const shape = ({ template }: Route) => template.replaceAll(/\{[^{}]+\}/g, '{}')
  const other = routes.find((one) => one.operation.method === operation.method && shape(one) === shape(route))
  if (other?.operation === operation) return
  if (other !== undefined) {
    const place = placeOf(other.operation.node)
    throw complain(
      operation.node,
      `${operation.method} ${origin}${route.template} is taken by ${place}; give one of them another server.`,
    )
  }
  routes.push(route)
}

function rank(route: Route): string {
  return route.template
    .split('/')
    .map((segment) => (segment.includes('{') ? '1' : '0'))
    .join('')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function match(routes: readonly Route[], method: string, path: string): Match {
  const segments = path.split('/').map(decode)
  const onPath = routes.filter((route) => valuesOf(route, segments) !== undefined)
  const route = onPath.find(({ operation }) => operation.method === method)
  if (route === undefined) {
    const operations = (onPath.length > 0 ? onPath : routes).map(({ operation }) => operation)
    return { found: onPath.length > 0 ? 'path' : 'nothing', operations }
  }
  return { found: 'operation', operation: route.operation, values: valuesOf(route, segments) ?? {} }
}

function valuesOf(route: Route, segments: readonly (string | undefined)[]): PathValues | undefined {
  if (segments.length !== route.segments.length) return undefined
  const values: string[] = []
  for (const [index, pattern] of route.segments.entries()) {
    const segment = segments[index]
    const [matched, ...found] = (segment !== undefined && pattern.exec(segment)) || []
    if (matched === undefined) return undefined
    values.push(...found)
  }
  return Object.fromEntries(route.names.map((name, index) => [name, values[index] as string]))
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
