import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Recorded, sharedRecordingServer } from './recording-server.ts'

/** Origins that lead to the API, beside the one it listens on. */
export const API = 'https://api.example.com'
export const SISTER = 'https://sister.example.com'

/** What a request of these tests holds that is nobody else's business. */
export const CONFIDENTIAL = ['token-', 'confidential', 'made-up-client-secret', 'made-up-password']

/**
 * A network with two real servers on loopback. The origins of ours lead to one of them; every other scheme, host and
 * port leads to the hostile one: whatever goes astray arrives there.
 */
export function hostileNetwork() {
  const api = sharedRecordingServer(redirecting)
  const hostile = sharedRecordingServer(redirecting)
  const before = getGlobalDispatcher()
  const network = new Agent({
    connect({ protocol, host, hostname }, callback) {
      const ours = [API, SISTER, api.origin].includes(`${protocol}//${host ?? hostname}`)
      const socket = connect(Number(new URL(ours ? api.origin : hostile.origin).port), '127.0.0.1')
      socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null))
    },
  })
  beforeAll(() => setGlobalDispatcher(network))
  afterAll(async () => {
    setGlobalDispatcher(before)
    await network.destroy()
  })
  return { api, hostile }
}

/** Sees that what arrived holds nothing confidential: no token, no secret, no body. */
export function expectNothingConfidential(requests: readonly Recorded[]): void {
  for (const { url, rawHeaders, headers, body } of requests) {
    expect(body).toHaveLength(0)
    expect(headers).not.toHaveProperty('authorization')
    const said = decodeURIComponent([url, ...rawHeaders].join('\n'))
    expect(CONFIDENTIAL.filter((word) => said.includes(word))).toEqual([])
  }
}

/** Answers `/from?status=..&to=..` with that redirect, `/refused` with 401, anything else with 200. */
function redirecting({ url }: Recorded, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, API)
  const location = searchParams.get('to')
  const status = pathname === '/refused' ? 401 : 200
  response.writeHead(Number(searchParams.get('status') ?? status), location === null ? {} : { location })
  response.end('{}')
}

/** The URL below `origin` that is answered with a redirect to `location`. */
export function redirectFrom(origin: string, status: number, location: string): string {
  return `${origin}/from?${new URLSearchParams({ status: String(status), to: location })}`
}
