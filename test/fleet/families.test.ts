import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startAuthorizationServer } from '../../packages/auth-core/test/oidc/authorization-server.ts'
import { type FleetProcess, startProcesses } from './fleet.ts'
import { places } from './places.ts'

const PROCESSES = 8
const FORCED = 200

let fleet: FleetProcess[]
beforeAll(async () => {
  fleet = await startProcesses(PROCESSES)
})
afterAll(() => Promise.all(fleet.map((process) => process.kill())))

describe.each(places)(
  'refresh tokens of oidc-provider, which 8 processes share in $name',
  ({ isThere, open }) => {
    it.skipIf(!isThere)(
      `B10 ${FORCED} forced refreshes in each, not waited for: no family is revoked, each is spent once`,
      async () => {
        const server = await startAuthorizationServer({ onTestFinished })
        const { address: place } = await open({ onTestFinished })
        const { tokenUrl } = server.client
        await Promise.all(fleet.map((process) => process.become({ grant: 'refresh token', tokenUrl, place })))
        const outcomes = await Promise.all(
          fleet.map((process) => process.getTokens(FORCED, { force: true, pace: 5 })),
        )
        const live = await Promise.all([...new Set(outcomes.flat())].map(server.isLive))
        expect(live.filter((isLive) => !isLive)).toEqual([])
        expect(server.grantTypes().filter((type) => type === 'password')).toHaveLength(1)
        expect(server.grantTypes().filter((type) => type === 'refresh_token').length).toBeGreaterThan(1)
        expect(server.revokedFamilies).toEqual([])
        expect(server.spentTwice()).toEqual([])
        expect(server.refusals).toEqual([])
      },
    )
  },
)
