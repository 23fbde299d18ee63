import { checkMembers } from './check-members.ts'
import { childOf, complain, type DocumentNode, entriesOf, placeOf } from './documents.ts'
import { isObject } from './json-pointer.ts'
import { type Place, parsePlace } from './places.ts'

export type ClientPlaces = 'basic' | 'client_secret_basic' | { readonly id: Place; readonly secret: Place }

const grantMembers = ['grantType', 'scope', 'username', 'password', 'refreshToken', 'subject'] as const
const tokenMembers = ['accessToken', 'tokenType', 'expiresIn', 'refreshToken', 'scope'] as const

export type GrantPlaces = { readonly [Member in (typeof grantMembers)[number]]?: Place } & {
  /** The security schemes that the token satisfies, each as `<document id>#<scheme>`. */
  readonly issues: readonly string[]
}

type TokenPlaces = { readonly [Member in (typeof tokenMembers)[number]]?: Place }

/** What `x-token-operation` says, with every place taken apart. */
export interface TokenOperation {
  readonly client: ClientPlaces
  readonly grants: ReadonlyMap<string, GrantPlaces>
  readonly token: TokenPlaces
}

/** The extension of an operation, or undefined where the operation issues no tokens. */
export function tokenOperationOf(operation: DocumentNode): TokenOperation | undefined {
  const extension = childOf(operation, 'x-token-operation')
  if (extension.value === undefined) return undefined
  checkMembers(placeOf(extension), extension.value, ['client', 'grants', 'token'])
  const grants = entriesOf(childOf(extension, 'grants'))
  if (grants.length === 0) throw complain(childOf(extension, 'grants'), 'names no grant; name at least one.')
  const token = placesOf(childOf(extension, 'token'), tokenMembers, 'response')
  if (token.accessToken === undefined)
    throw complain(childOf(extension, 'token', 'accessToken'), 'missing; say where the token comes out.')
  return {
    client: clientOf(childOf(extension, 'client')),
    grants: new Map(grants.map(([name, grant]) => [name, grantOf(grant)])),
    token,
  }
}

function clientOf(node: DocumentNode): ClientPlaces {
  if (node.value === 'basic' || node.value === 'client_secret_basic') return node.value
  if (!isObject(node.value))
    throw complain(
      node,
      'say how the client authenticates: basic, client_secret_basic, or the places id and secret.',
    )
  checkMembers(placeOf(node), node.value, ['id', 'secret'])
  const place = (name: string) => parsePlace(childOf(node, name), 'request')
  return { id: place('id'), secret: place('secret') }
}

function grantOf(node: DocumentNode): GrantPlaces {
  const places = placesOf(node, grantMembers, 'request', ['issues'])
  const listed = childOf(node, 'issues')
  const issues = entriesOf(listed).map(([, entry]) => String(entry.value))
  if (issues.length === 0)
    throw complain(listed, 'names no security scheme; name those that the token satisfies.')
  const qualify = (scheme: string) => (scheme.includes('#') ? scheme : `${node.document.id}#${scheme}`)
  return { ...places, issues: issues.map(qualify) }
}

function placesOf<Member extends string>(
  node: DocumentNode,
  members: readonly Member[],
  from: 'request' | 'response',
  others: readonly string[] = [],
): { readonly [name in Member]?: Place } {
  checkMembers(placeOf(node), node.value, [...members, ...others])
  const present = members.filter((member) => childOf(node, member).value !== undefined)
  return Object.fromEntries(present.map((member) => [member, parsePlace(childOf(node, member), from)])) as {
    [name in Member]?: Place
  }
}
