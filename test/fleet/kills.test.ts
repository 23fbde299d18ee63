import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type FleetProcess, startProcess, startProcesses } from './fleet.ts'
import type { DeathPoint, FleetGrant } from './messages.ts'
import { type FleetPlace, type FleetPlaceKind, places } from './places.ts'
import { LIFETIME_MS, type StrictServer, startStrictServer } from './strict-server.ts'

/** More than any lease lasts with the processes' options. */
const LEASE_IS_OVER_MS = 100_000
const CALLERS = 10

let survivors: FleetProcess[]
beforeAll(async () => {
  survivors = await startProcesses(2)
})
afterAll(() => Promise.all(survivors.map((process) => process.kill())))

/** All have one token, which then expires. */
async function scene(grant: FleetGrant, open: FleetPlaceKind['open']) {
  const server = await startStrictServer({ onTestFinished })
  const place = await open({ onTestFinished })
  const holder = await startProcess()
  onTestFinished(() => holder.kill())
  const all = [holder, ...survivors]
  const source = { grant, tokenUrl: server.tokenUrl, place: place.address, seed: server.signIn() }
  for (const process of all) {
    await process.become(source)
    await process.getTokens(1)
  }
  await advance([place, ...all], LIFETIME_MS)
  expect(server.calls).toHaveLength(1)
  return { server, holder, place }
}

const advance = (clocks: readonly Pick<FleetPlace, 'advance'>[], ms: number) =>
  Promise.all(clocks.map((clock) => clock.advance(ms)))

async function dieAt(
  point: DeathPoint | 'during the token call',
  holder: FleetProcess,
  server: StrictServer,
) {
  if (point === 'during the token call') {
    const judged = server.leaveUnanswered()
    void holder.getTokens(1)
    await judged
    await holder.kill()
  } else {
    await holder.dieAt(point)
    void holder.getTokens(1)
    await holder.death
  }
}

/** What the callers of the others get, once the lease has run out. */
async function tokensOfOthers(isLeaseOpen: boolean, place: FleetPlace): Promise<string[]> {
  const meetLease = survivors.map((process) => process.nextEvent(({ type }) => type === 'lease'))
  const outcomes = survivors.map((process) => process.getTokens(CALLERS))
  if (!isLeaseOpen) {
    await Promise.all(meetLease)
    await advance([place, ...survivors], LEASE_IS_OVER_MS)
  }
  return [...new Set((await Promise.all(outcomes)).flat())]
}

type Death = readonly [
  point: DeathPoint | 'during the token call',
  outcome: string,
  /** What the server judges, the holder's own call included. */
  calls: readonly string[],
  familiesRevoked: number,
]

const traded = 'refresh_token issued'
const refused = 'refresh_token invalid_grant'
const asClient = 'client_credentials issued'

/** What the others get, wherever the holder dies. */
const deaths: Readonly<Record<FleetGrant, readonly Death[]>> = {
  'client credentials': [
    ['before the token call', 'token-3', [asClient], 0],
    ['during the token call', 'token-4', [asClient, asClient], 0],
    ['before the write', 'token-4', [asClient, asClient], 0],
    ['after the write', 'token-3', [asClient], 0],
  ],
  'refresh token': [
    ['before the token call', 'token-3', [traded], 0],
    ['during the token call', 'token-4', [traded, refused, 'password issued'], 1],
    ['before the write', 'token-4', [traded, refused, 'password issued'], 1],
    ['after the write', 'token-3', [traded], 0],
  ],
  // Both of the others have to learn that the stored refresh token is spent, and the one they were given.
  'refresh token of one’s own': [
    ['before the token call', 'token-3', [traded], 0],
    ['during the token call', 'login_required', [traded, refused, refused, refused, refused], 1],
    ['before the write', 'login_required', [traded, refused, refused, refused, refused], 1],
    ['after the write', 'token-3', [traded], 0],
  ],
}

describe.each(places)('the holder of the lease is killed, all share $name', ({ isThere, open }) => {
  describe.skipIf(!isThere).each(Object.entries(deaths))('%s', (grant, points) => {
    it.each(points)('B10 %s: the others get %s', async (point, outcome, calls, familiesRevoked) => {
      const { server, holder, place } = await scene(grant as FleetGrant, open)
      await dieAt(point, holder, server)
      expect(await tokensOfOthers(point === 'after the write', place)).toEqual([outcome])
      expect(server.calls.slice(1).map(({ grantType, answered }) => `${grantType} ${answered}`)).toEqual(
        calls,
      )
      expect(server.revoked).toHaveLength(familiesRevoked)
    })
  })
})
