import type { ServerResponse } from 'node:http'
import { type AuthFetchOptions, createAuthFetch } from '../src/auth-fetch.ts'
import { type Recorded, recordingServer } from './recording-server.ts'
import { tokenRealm } from './token-realm.ts'

/** An API that redirects `/from?status=..&to=..`, its declared sister, and an undeclared server that redirects too. */
export async function threeServers(options: Partial<AuthFetchOptions> = {}) {
  const realm = tokenRealm()
  const answer = ({ url }: Recorded, response: ServerResponse) => {
    const query = new URL(url, 'http://any.example').searchParams
    const location = query.get('to')
    response.writeHead(Number(query.get('status') ?? 200), location === null ? {} : { location })
    response.end(`answer of ${url}`)
  }
  const [api, sister, foreign] = await Promise.all([1, 2, 3].map(() => recordingServer(answer)))
  if (!api || !sister || !foreign) throw new Error('three servers were started')
  const fetch = createAuthFetch({ tokens: realm.tokens, origins: [api.origin, sister.origin], ...options })
  const from = (status: number, to: string, origin = api.origin) =>
    `${origin}/from?${new URLSearchParams({ status: String(status), to })}`
  return { realm, api, sister, foreign, fetch, from }
}
