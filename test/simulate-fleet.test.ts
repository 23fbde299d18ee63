import { beforeAll, describe, expect, it } from 'vitest'
import { type Scene, simulateFleet } from '../scripts/simulate-fleet/simulated-fleet.ts'

// `pnpm simulate` does the same for 1,000 and 10,000 processes; docs/running-a-fleet.md shows its figures.

const PROCESSES = 50
const LIFETIME_MS = 300_000
const TOKEN_CALL_MS = 400

describe('an hour of a fleet', () => {
  let scenes: Map<string, Scene>
  beforeAll(async () => {
    const terms = { tokenCallMs: TOKEN_CALL_MS, roundTripMs: 1, serviceMs: 0.02 }
    const played = await simulateFleet({ ...terms, processes: PROCESSES, lifetimeMs: LIFETIME_MS }, 3_600_000)
    scenes = new Map(played.map((scene) => [scene.name, scene]))
  })
  const sceneOf = (name: string) => scenes.get(name) as Scene

  it.each(['cold start', 'at work', 'revocation', 'outage'])('B04 B10 %s: no request fails', (name) => {
    expect(sceneOf(name)).toMatchObject({ failed: 0, unanswered: 0 })
  })

  it.each(['cold start', 'revocation'])('B10 %s: one token call', (name) => {
    const { tokenCalls, load } = sceneOf(name)
    expect(tokenCalls).toHaveLength(1)
    expect(load.counts).toMatchObject({ set: 1, renew: 0, release: 1 })
    // One read and one lease, and again at each look while the token call lasts.
    expect(load.counts.get).toBeLessThanOrEqual(12 * PROCESSES)
    expect(load.counts.lease).toBeLessThanOrEqual(12 * PROCESSES)
  })

  it('B05 B10 at work: one token call an expiry, and about one read for each process', () => {
    const { tokenCalls, load } = sceneOf('at work')
    const expiries = tokenCalls.length
    for (const [index, at] of tokenCalls.entries()) {
      const sinceLast = at - (tokenCalls[index - 1] ?? TOKEN_CALL_MS)
      expect(sinceLast).toBeGreaterThanOrEqual(0.6 * LIFETIME_MS - TOKEN_CALL_MS)
      expect(sinceLast).toBeLessThan(0.9 * LIFETIME_MS)
    }
    expect(expiries).toBeGreaterThanOrEqual(13)
    expect(load.counts).toMatchObject({ set: expiries, renew: 0, release: expiries })
    expect(load.counts.get).toBeLessThanOrEqual(1.2 * expiries * PROCESSES)
    expect(load.counts.lease).toBeLessThanOrEqual(0.2 * expiries * PROCESSES)
  })

  it('B04 outage: one failing token call at a time, and the processes back off', () => {
    const { ms, tokenCalls, load } = sceneOf('outage')
    expect(tokenCalls.length).toBeLessThanOrEqual(ms / TOKEN_CALL_MS)
    const operations = Object.values(load.counts).reduce((sum, count) => sum + count)
    expect(operations).toBeLessThanOrEqual(24 * PROCESSES)
  })
})
