import type { Operation } from '../../packages/contract/src/operations.ts'
import { readPlace } from '../../packages/contract/src/places.ts'
import { readContent } from '../../packages/contract/src/read-content.ts'
import { securityOf } from '../../packages/contract/src/security.ts'
import { client, user } from '../seeds/start-sandbox.ts'
import { documentedRequests, isIssuer, type Means } from './documented-requests.ts'
import type { Judge } from './judge.ts'
import { judgedRequest } from './judged-request.ts'

/** Asks a judge for a token by each documented grant. Where it gives none, a made-up one stands for it. */
export async function logIn(judge: Judge, operations: readonly Operation[]): Promise<Means> {
  const schemes = operations.flatMap((operation) => securityOf(operation).flat())
  const tokens = new Map(schemes.map(({ name }) => [name, 'made-up-token']))
  let means: Means = {
    client: { id: client.clientId, secret: client.clientSecret },
    user,
    subject: 'user1',
    scope: undefined,
    refreshToken: 'made-up-refresh-token',
    tokens,
  }
  for (const issuer of operations.filter(isIssuer)) {
    const grants = [...issuer.token.grants.values()]
    for (const [index, { issues }] of grants.entries()) {
      // Made anew, because the refresh token comes with an earlier one.
      const [name, request] = documentedRequests(issuer, means)[index] ?? []
      if (name === undefined || request === undefined) continue
      const response = await judge.send(judgedRequest(issuer, 'documented', name, request))
      const { accessToken, refreshToken } = await tokensOf(issuer, response)
      for (const scheme of accessToken === undefined ? [] : issues) tokens.set(scheme, accessToken as string)
      means = { ...means, refreshToken: refreshToken ?? means.refreshToken }
    }
  }
  return means
}

async function tokensOf({ token }: Operation, response: Response | undefined) {
  if (!response?.ok) return {}
  const headers = Object.fromEntries(response.headers)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const { content } = await readContent(bytes, headers['content-type'])
  const answer = { headers, query: new URLSearchParams(), content }
  return {
    accessToken: readPlace(token?.token.accessToken, answer),
    refreshToken: readPlace(token?.token.refreshToken, answer),
  }
}
