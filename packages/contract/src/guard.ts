import { type Answer, documentedAnswer, jsonAnswer } from './answer.ts'
import { authenticateClient, type SandboxClient } from './client-authentication.ts'
import { childOf, complain, type DocumentNode, entriesOf, rootNode } from './documents.ts'
import { isObject } from './json-pointer.ts'
import type { Operation } from './operations.ts'
import type { SandboxRequest } from './read-request.ts'
import { withChallenge } from './token-refusal.ts'
import type { TokenService } from './token-service.ts'

/** Refuses a request that satisfies none of the operation's security requirements. */
export type Guard = (request: SandboxRequest) => Answer | undefined

interface Scheme {
  readonly kind: 'bearer' | 'basic' | 'unsupported'
  /** `<document id>#<scheme>` */
  readonly name: string
}

export function createGuard(
  operation: Operation,
  tokens: TokenService,
  clients: readonly SandboxClient[],
): Guard {
  const alternatives = alternativesOf(operation)
  if (alternatives.length === 0) return () => undefined
  const challenge = alternatives.flat().some(({ kind }) => kind === 'bearer') ? 'Bearer' : 'Basic'
  const satisfied = (request: SandboxRequest, { kind, name }: Scheme) =>
    kind === 'bearer'
      ? tokens.valid(bearerToken(request) ?? '')?.schemes.includes(name) === true
      : kind === 'basic' && authenticateClient(clients, 'basic', request) !== undefined
  return (request) => {
    if (alternatives.some((schemes) => schemes.every((scheme) => satisfied(request, scheme))))
      return undefined
    const answer = documentedAnswer(operation, 401) ?? jsonAnswer(401, { error: 'unauthorized' })
    // RFC 6750 section 3.1: no error code for a request that carries no token.
    const invalid = challenge === 'Bearer' && bearerToken(request) !== undefined
    return withChallenge(answer, invalid ? 'Bearer error="invalid_token"' : challenge)
  }
}

function bearerToken(request: SandboxRequest): string | undefined {
  const { authorization = '' } = request.headers
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1]
}

/** The operation's requirements, else its document's: one list of schemes for each alternative; none when it is open. */
function alternativesOf(operation: Operation): Scheme[][] {
  const own = childOf(operation.node, 'security')
  const security = own.value === undefined ? childOf(rootNode(operation.document), 'security') : own
  const alternatives = entriesOf(security).map(([, requirement]) =>
    Object.keys(isObject(requirement.value) ? requirement.value : {}).map((name) =>
      schemeOf(requirement, name),
    ),
  )
  const usable = alternatives.filter((schemes) => schemes.every(({ kind }) => kind !== 'unsupported'))
  if (alternatives.length > 0 && usable.length === 0)
    throw complain(
      security,
      'the sandbox knows HTTP bearer and basic only; name a requirement that needs no more.',
    )
  return usable
}

function schemeOf(requirement: DocumentNode, name: string): Scheme {
  const scheme = childOf(rootNode(requirement.document), 'components', 'securitySchemes', name)
  if (scheme.value === undefined)
    throw complain(
      requirement,
      `the security scheme ${name} is not defined; define it in #/components/securitySchemes.`,
    )
  const type = childOf(scheme, 'type').value
  const http = type === 'http' ? String(childOf(scheme, 'scheme').value).toLowerCase() : undefined
  const isBearer = http === 'bearer' || type === 'oauth2' || type === 'openIdConnect'
  const kind = isBearer ? 'bearer' : http === 'basic' ? 'basic' : 'unsupported'
  return { kind, name: `${requirement.document.id}#${name}` }
}
