import { childOf, complain, type DocumentNode, entriesOf, rootNode } from './documents.ts'
import { isObject } from './json-pointer.ts'
import type { Operation } from './operations.ts'

/** A security scheme that a requirement names. */
export interface RequiredScheme {
  readonly kind: 'bearer' | 'basic'
  /** `<document id>#<scheme>` */
  readonly name: string
  /** What a bearer token must have been granted. */
  readonly scopes: readonly string[]
}

/** The operation's requirements, else its document's: one list of schemes for each alternative; none when it is open. */
export function securityOf(operation: Operation): RequiredScheme[][] {
  const own = childOf(operation.node, 'security')
  const security = own.value === undefined ? childOf(rootNode(operation.document), 'security') : own
  const alternatives = entriesOf(security).map(([, requirement]) =>
    Object.keys(isObject(requirement.value) ? requirement.value : {}).map((name) =>
      schemeOf(requirement, name),
    ),
  )
  const usable = alternatives.filter((schemes): schemes is RequiredScheme[] => !schemes.includes(undefined))
  if (alternatives.length > 0 && usable.length === 0)
    throw complain(
      security,
      'only HTTP bearer and basic are known here; name a requirement that needs no more.',
    )
  return usable
}

/** The scheme, or undefined where it is of a kind that the sandbox does not know. */
function schemeOf(requirement: DocumentNode, name: string): RequiredScheme | undefined {
  const scheme = childOf(rootNode(requirement.document), 'components', 'securitySchemes', name)
  if (scheme.value === undefined)
    throw complain(
      requirement,
      `the security scheme ${name} is not defined; define it in #/components/securitySchemes.`,
    )
  const type = childOf(scheme, 'type').value
  const http = type === 'http' ? String(childOf(scheme, 'scheme').value).toLowerCase() : undefined
  const isBearer = http === 'bearer' || type === 'oauth2' || type === 'openIdConnect'
  if (!isBearer && http !== 'basic') return undefined
  const listed = entriesOf(childOf(requirement, name)).map(([, scope]) => String(scope.value))
  return {
    kind: isBearer ? 'bearer' : 'basic',
    name: `${requirement.document.id}#${name}`,
    scopes: isBearer ? listed : [],
  }
}
