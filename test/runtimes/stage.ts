import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, json } from 'node:stream/consumers'
import type { ApiCall, RealmRules, RealmSeen } from './scenes/realm.ts'
import { openSandbox } from './staged-sandbox.ts'

/** A token endpoint and an API that takes its tokens: each scene has one of its own. */
export interface StagedRealm extends RealmSeen {
  /** Lets the token calls go on that `hold` keeps waiting. */
  setRules(rules: RealmRules): void
}

/** A server on loopback: as many realms as are asked for, each below `/<realm>/`, and `/providers/` for the sandbox. */
export interface Stage {
  readonly origin: string
  realm(name: string): StagedRealm
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const sandbox = await openSandbox()
  const realms = new Map<string, ReturnType<typeof createRealm>>()
  function realm(name: string) {
    const made = realms.get(name) ?? createRealm(name)
    realms.set(name, made)
    return made
  }
  const server = createServer((request, response) => {
    const [, name = '', place = ''] = (request.url ?? '').split('/')
    if (name === 'providers') return send(response, 200, sandbox.answer(place))
    realm(name)
      .answer(place, request, response)
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    realm,
    async close() {
      server.closeAllConnections()
      server.close()
      await sandbox.close()
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function createRealm(name: string) {
  const calls: ApiCall[] = []
  const held = new Set<() => void>()
  let rules: RealmRules = {}
  let tokenCalls = 0
  let revoked = 0

  function setRules(next: RealmRules): void {
    rules = next
    if (rules.hold) return
    for (const release of held) release()
    held.clear()
  }

  function isGood(authorization = ''): boolean {
    const number = Number(/^Bearer token-(\d+)$/.exec(authorization)?.[1])
    return number > revoked && number <= tokenCalls
  }

  const places: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    async token(_, response) {
      const number = ++tokenCalls
      if (rules.hold) await new Promise<void>((resolve) => held.add(resolve))
      const { token = 'issue', lifetimeSeconds = 3600 } = rules
      if (token === 'refuse') return send(response, 401, { error: 'invalid_client' })
      if (token === 'unavailable') return send(response, 503, {})
      if (token === 'html') return response.end('<!doctype html><title>Sign in</title>')
      if (token === 'redirect') return response.writeHead(307, { location: `/${name}/elsewhere` }).end()
      send(response, 200, {
        access_token: `token-${number}`,
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
      })
    },
    async api(request, response) {
      const body = await buffer(request)
      const status = isGood(request.headers.authorization) ? 200 : 401
      const { 'content-type': contentType = '', authorization } = request.headers
      calls.push({ status, contentType, body: body.toString('base64') })
      send(response, status, { token: authorization?.replace('Bearer ', '') })
    },
    redirect: (_, response) => response.writeHead(302, { location: `/${name}/api` }).end(),
    async rules(request, response) {
      setRules((await json(request)) as RealmRules)
      send(response, 200, {})
    },
    revoke(_, response) {
      revoked = tokenCalls
      send(response, 200, {})
    },
    seen: (_, response) => send(response, 200, { tokenCalls, calls }),
  }

  return {
    calls,
    setRules,
    get tokenCalls() {
      return tokenCalls
    },
    async answer(place: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const handle = places[place]
      if (handle === undefined) send(response, 404, {})
      else await handle(request, response)
    },
  }
}
