import { isObject, readPointer } from '../json-pointer.ts'
import type { Operation } from '../operations.ts'
import type { Place } from '../places.ts'
import type { GrantPlaces, TokenOperation } from '../token-operation.ts'
import { type CaseRequest, putAt, withParameters } from './case-request.ts'
import { exampleBodies } from './example-bodies.ts'
import type { GivenRequest } from './verify-options.ts'
import { type Wallet, withClient } from './wallet.ts'

/** The request for a token by one grant, or what is missing for it. */
export function grantRequest(
  operation: Operation & { readonly token: TokenOperation },
  name: string,
  grant: GrantPlaces,
  wallet: Wallet,
  given: GivenRequest,
  refreshToken?: string,
): CaseRequest | { readonly lacking: string } {
  const { client, user, subject, scope } = wallet
  if (client === undefined) return { lacking: 'credentials.client' }
  if (grant.username !== undefined && user === undefined) return { lacking: 'credentials.user' }
  if (grant.refreshToken !== undefined && refreshToken === undefined) return { lacking: 'a refresh token' }
  // A server may create whom it does not know: nobody is named but whom the caller names.
  if (grant.subject !== undefined && subject === undefined) return { lacking: 'credentials.subject' }
  const request = withParameters(operation, given, 'required')
  if ('lacking' in request) return request
  const values = [
    [grant.grantType, name],
    [grant.username, user?.username],
    [grant.password, user?.password],
    [grant.refreshToken, refreshToken],
    [grant.subject, subject],
    [grant.scope, scope],
  ] as const
  const filled = values.reduce<CaseRequest>(
    (written, [place, value]) => putAt(written, place, value),
    withExample(operation, name, grant, request, given),
  )
  return withClient(filled, operation.token.client, client)
}

/** The request with the documented body of the grant, whose made-up values are written over. */
function withExample(
  { token, ...operation }: Operation & { readonly token: TokenOperation },
  name: string,
  grant: GrantPlaces,
  request: CaseRequest,
  given: GivenRequest,
): CaseRequest {
  const client = typeof token.client === 'object' ? [token.client.id, token.client.secret] : []
  const own = [grant.grantType, grant.username, grant.password, grant.refreshToken].filter(
    (place) => place?.in === 'body',
  )
  if (own.length === 0 && client.every((place) => place.in !== 'body')) return request
  const { mediaType, bodies } = exampleBodies(operation)
  const has = (content: unknown, place: Place | undefined) => {
    const value = place && readPointer(content, place.name)
    return place === grant.grantType ? value === name : value !== undefined
  }
  const content = given.body ?? bodies.find((body) => own.every((place) => has(body.content, place)))?.content
  return {
    ...request,
    ...(mediaType !== undefined && { mediaType }),
    content: isObject(content) ? content : {},
  }
}
