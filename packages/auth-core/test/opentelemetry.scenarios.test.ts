import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Scenario } from './events/scenario.ts'
import { scenarios } from './events/scenarios.ts'
import { startTelemetry } from './events/telemetry.ts'
import { heardOf, SECRETS, shown } from './events/trace.ts'

let telemetry: ReturnType<typeof startTelemetry>
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  telemetry = startTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await telemetry.end()
})

/** Plays before telemetry. @returns how often each type of event was told, but for the beginnings */
async function counted(play: Scenario['play']): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  await heardOf(play, (tell) => ({
    onEvent(event) {
      tell(event)
      telemetry.observe(event)
      const { type } = event
      if (!type.endsWith('_start')) counts.set(type, (counts.get(type) ?? 0) + 1)
    },
  }))
  return counts
}

describe('every scenario', () => {
  it.each(scenarios)('B24 is counted: %s', async (_, { play }) => {
    const told = await counted(play)
    const exported = await telemetry.metrics()
    for (const [type, count] of told) {
      const points = exported.get(`latchkey.${type.replace('_end', '.duration')}`)?.dataPoints ?? []
      const values = points.map(({ value }) => (typeof value === 'number' ? value : value.count))
      expect(
        values.reduce((sum, value) => sum + value, 0),
        type,
      ).toBe(count)
    }
    expect(exported.size).toBe(told.size)
  })

  it('B17 shows neither a secret nor a subject', async () => {
    for (const [, { play }] of scenarios) await counted(play)
    const exported = shown([telemetry.spans(), [...(await telemetry.metrics()).values()]])
    expect(exported).toContain('malformed_token_response')
    expect(exported).not.toMatch(SECRETS)
    expect(exported).not.toMatch(/'(ann|ben)'/)
  })
})
