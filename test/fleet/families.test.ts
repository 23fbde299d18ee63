import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startAuthorizationServer } from '../../packages/auth-core/test/oidc/authorization-server.ts'
import { createSandbox } from '../../packages/contract/src/index.ts'
import { library } from '../../packages/contract/test/fixtures/library.ts'
import { type FleetProcess, startProcesses } from './fleet.ts'
import type { PlaceAddress } from './messages.ts'
import { places } from './places.ts'

const PROCESSES = 8
const FORCED = 200

let fleet: FleetProcess[]
beforeAll(async () => {
  fleet = await startProcesses(PROCESSES)
})
afterAll(() => Promise.all(fleet.map((process) => process.kill())))

/** Forced refreshes of a rotating refresh token that all processes share. @returns each token once */
async function forceRefreshes(tokenUrl: string, place: PlaceAddress): Promise<string[]> {
  await Promise.all(fleet.map((process) => process.become({ grant: 'refresh token', tokenUrl, place })))
  const outcomes = await Promise.all(
    fleet.map((process) => process.getTokens(FORCED, { force: true, pace: 5 })),
  )
  return [...new Set(outcomes.flat())]
}

describe.each(places)('8 processes that share $name, and refresh tokens that rotate', ({ isThere, open }) => {
  const rule = `B10 ${FORCED} forced refreshes in each, not waited for: no family is revoked, each is spent once`

  it.skipIf(!isThere)(`${rule} (oidc-provider)`, async () => {
    const server = await startAuthorizationServer({ onTestFinished })
    const { address } = await open({ onTestFinished })
    const tokens = await forceRefreshes(server.client.tokenUrl, address)
    const live = await Promise.all(tokens.map(server.isLive))
    expect(live.filter((isLive) => !isLive)).toEqual([])
    expect(server.grantTypes().filter((type) => type === 'password')).toHaveLength(1)
    expect(server.grantTypes().filter((type) => type === 'refresh_token').length).toBeGreaterThan(1)
    expect(server.revokedFamilies).toEqual([])
    expect(server.spentTwice()).toEqual([])
    expect(server.refusals).toEqual([])
  })

  it.skipIf(!isThere)(`${rule} (the sandbox)`, async () => {
    const sandbox = await createSandbox([library], {
      clients: [
        { clientId: 'made-up-client', clientSecret: 'made-up-client-secret', scopes: ['offline_access'] },
      ],
      users: [{ username: 'user-1', password: 'made-up-password' }],
    })
    onTestFinished(() => sandbox.close())
    const { address } = await open({ onTestFinished })
    const tokens = await forceRefreshes(sandbox.url('https://login.library.example/token'), address)
    const issued = sandbox.issued.map(({ accessToken }) => accessToken)
    expect(tokens.filter((token) => !issued.includes(token))).toEqual([])
    expect(issued.length).toBeGreaterThan(2)
    expect(sandbox.issued.filter(({ revoked }) => revoked)).toEqual([])
    expect(sandbox.reuses).toEqual([])
    expect(sandbox.requests.map(({ status }) => status)).toEqual(issued.map(() => 200))
  })
})
