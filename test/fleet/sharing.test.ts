import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type FleetProcess, startProcesses } from './fleet.ts'
import type { FleetGrant } from './messages.ts'
import { type FleetPlace, places } from './places.ts'
import { LIFETIME_MS, type StrictServer, startStrictServer } from './strict-server.ts'

const PROCESSES = 8
const CALLERS = 50
const EXPIRIES = 3

let fleet: FleetProcess[]
let place: FleetPlace
beforeAll(async () => {
  fleet = await startProcesses(PROCESSES)
})
afterAll(() => Promise.all(fleet.map((process) => process.kill())))

/** All processes become sources of one token, cold, that share a place. */
async function cold(grant: FleetGrant, open: (typeof places)[number]['open']): Promise<StrictServer> {
  const server = await startStrictServer({ onTestFinished })
  place = await open({ onTestFinished })
  const source = { grant, tokenUrl: server.tokenUrl, place: place.address, seed: server.signIn() }
  await Promise.all(fleet.map((process) => process.become(source)))
  return server
}

/** What so many callers of each process get, each outcome once. */
async function getTokens(count: number, how?: Parameters<FleetProcess['getTokens']>[1]): Promise<string[]> {
  const outcomes = await Promise.all(fleet.map((process) => process.getTokens(count, how)))
  expect(outcomes.flat()).toHaveLength(PROCESSES * count)
  return [...new Set(outcomes.flat())]
}

const advance = (ms: number) => Promise.all([place, ...fleet].map((clock) => clock.advance(ms)))

function expectClean({ calls, revoked, spentTwice }: StrictServer): void {
  expect(calls.filter(({ answered }) => answered !== 'issued')).toEqual([])
  expect(revoked).toEqual([])
  expect(spentTwice()).toEqual([])
}

const grants: FleetGrant[] = ['client credentials', 'refresh token', 'refresh token of one’s own']

describe.each(places)('8 processes that share $name', ({ isThere, open }) => {
  describe.skipIf(!isThere).each(grants)('%s', (grant) => {
    it(`B10 ${CALLERS} callers in each, cold and after each of ${EXPIRIES} expiries: 1 token call`, async () => {
      const server = await cold(grant, open)
      for (let expiry = 0; expiry <= EXPIRIES; expiry++) {
        expect(await getTokens(CALLERS)).toEqual([expect.stringMatching(/^token-/)])
        expect(server.calls).toHaveLength(expiry + 1)
        await advance(LIFETIME_MS)
      }
      expectClean(server)
    })

    it('B06 B10 in the refresh window: the old token for everybody, and 1 token call behind them', async () => {
      const server = await cold(grant, open)
      const [old = ''] = await getTokens(1)
      await advance(0.9 * LIFETIME_MS)
      const refreshed = fleet.map((process) => process.nextEvent(({ type }) => type === 'refresh_end'))
      expect(await getTokens(CALLERS)).toContain(old)
      await Promise.all(refreshed)
      // Who left it to another process looks again when its back-off is over.
      while ((await getTokens(CALLERS)).includes(old)) await Promise.all([advance(1_000), pause(20)])
      expect(await getTokens(CALLERS)).toHaveLength(1)
      expect(server.calls).toHaveLength(2)
      expectClean(server)
    })

    it('B13 a clock that is 10 minutes off in one process disturbs nobody', async () => {
      const server = await cold(grant, open)
      const [astray] = fleet
      await astray?.setClock(600_000)
      onTestFinished(() => astray?.setClock(0).then(() => {}))
      for (let expiry = 0; expiry <= EXPIRIES; expiry++) {
        expect(await getTokens(CALLERS)).toEqual([expect.stringMatching(/^token-/)])
        expect(server.calls).toHaveLength(expiry + 1)
        await advance(LIFETIME_MS)
      }
      expectClean(server)
    })

    it.each([
      { forced: 200, how: 'not waited for', pace: 5, atLeast: 2 },
      { forced: 25, how: 'one by one', pace: 'one by one', atLeast: 25 },
    ] as const)(
      'B10 $forced forced refreshes in each, $how: each refresh token is spent once',
      async (rush) => {
        const server = await cold(grant, open)
        const outcomes = await getTokens(rush.forced, { force: true, pace: rush.pace })
        expect(outcomes.filter((outcome) => !outcome.startsWith('token-'))).toEqual([])
        const ends = fleet.flatMap(({ events }) => events.filter(({ type }) => type === 'refresh_end'))
        const issued = ends.filter((event) => 'outcome' in event && event.outcome === 'issued')
        expect(server.calls).toHaveLength(issued.length)
        expect(issued.length).toBeGreaterThanOrEqual(rush.atLeast)
        expectClean(server)
      },
    )
  })
})
