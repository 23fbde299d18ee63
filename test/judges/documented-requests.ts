import type { Operation } from '../../packages/contract/src/operations.ts'
import { type CaseRequest, withParameters } from '../../packages/contract/src/verify/case-request.ts'
import { exampleBodies } from '../../packages/contract/src/verify/example-bodies.ts'
import { grantRequest } from '../../packages/contract/src/verify/grant-request.ts'
import type { TokenIssuer } from '../../packages/contract/src/verify/verify-tokens.ts'
import { authorize, type Wallet } from '../../packages/contract/src/verify/wallet.ts'

/** What the requests are sent with. */
export interface Means extends Wallet {
  readonly refreshToken: string
}

/** The documented requests of an operation, by name, with credentials in the places of the made-up ones. */
export function documentedRequests(operation: Operation, means: Means): [string, CaseRequest][] {
  const requests = isIssuer(operation) ? grantRequests(operation, means) : resourceRequests(operation, means)
  return requests.map(([name, request]) => {
    if ('lacking' in request) throw new Error(`${operation.id}, ${name}: there is no ${request.lacking}.`)
    return [name, request]
  })
}

export function isIssuer(operation: Operation): operation is TokenIssuer {
  return operation.token !== undefined
}

type Named = [string, CaseRequest | { readonly lacking: string }]

function grantRequests(operation: TokenIssuer, means: Means): Named[] {
  return [...operation.token.grants].map(([name, grant]) => [
    `grant ${name}`,
    grantRequest(operation, name, grant, means, {}, means.refreshToken),
  ])
}

function resourceRequests(operation: Operation, means: Means): Named[] {
  const open = withParameters(operation, {}, 'all')
  const credentials = authorize(operation, means)
  if ('lacking' in open || 'lacking' in credentials) return [['example', { lacking: 'example or token' }]]
  const request = { ...open, headers: { ...open.headers, ...credentials } }
  const { mediaType, bodies } = exampleBodies(operation)
  if (mediaType === undefined) return [['example', request]]
  return bodies.map(({ name, content }) => [`example ${name}`, { ...request, mediaType, content }])
}
