import { type ManualClock, manualClock } from '@latchkey/auth-core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { coldCallers } from '../bench/rows/cold-callers.ts'
import { endpointOutage } from '../bench/rows/endpoint-outage.ts'
import { refusedForEver } from '../bench/rows/refused-for-ever.ts'
import { revokedPosts } from '../bench/rows/revoked-posts.ts'
import { shortTokens } from '../bench/rows/short-tokens.ts'
import { type Target, targets } from '../bench/targets.ts'
import type { Time } from '../bench/time.ts'
import { judge } from '../bench/verdict.ts'

// The counts of the benchmark hold on every machine; its times are measured by `pnpm bench` and asserted nowhere.

afterEach(() => vi.restoreAllMocks())

function manualTime(clock: ManualClock = manualClock()): Time {
  return {
    clock,
    pass: (ms) => clock.advance(ms),
    wait: (ms) => new Promise((resolve) => void clock.setTimer(resolve, ms)),
    skip: (ms) => clock.advance(ms),
  }
}

describe('the counts of the benchmark', () => {
  it('B01 1,000 cold callers make one token call', async () => {
    expect(await coldCallers(() => Promise.resolve())).toBe(targets.coldCalls.atMost)
  })

  it.each([0, 0.5, 0.99])('B05 B06 tokens of 2 s stall no request (dice at %d)', async (dice) => {
    vi.spyOn(Math, 'random').mockReturnValue(dice)
    const { calls, stalled } = await shortTokens(manualTime(), { everyMs: 50, forMs: 10_000 })
    expect(stalled).toBe(0)
    expect(calls).toBeGreaterThan(4)
    expect(calls).toBeLessThanOrEqual(targets.shortCalls.atMost)
  })

  it('B02 B14 200 revoked POSTs, half of them streams, make one token call and arrive whole', async () => {
    expect(await revokedPosts()).toEqual({ calls: targets.revokedCalls.atMost, lost: 0 })
  })

  it('B26 an API that says 401 for ever costs one token call', async () => {
    expect(await refusedForEver(50, 'at once')).toBe(targets.refusedAtOnce.atMost)
    expect(await refusedForEver(20, 'in a row')).toBe(targets.refusedInARow.atMost)
  })

  it.each([0.5, 0.99])('B04 an outage of the token endpoint fails no request (dice at %d)', async (dice) => {
    vi.spyOn(Math, 'random').mockReturnValue(dice)
    const { calls, failed } = await endpointOutage('valid', manualTime())
    expect(failed).toBe(0)
    expect(calls).toBeGreaterThan(0)
    expect(calls).toBeLessThanOrEqual(targets.outageCalls.atMost)
  })

  it.each([0.5, 0.99])('B08 callers without a token get through an outage (dice at %d)', async (dice) => {
    vi.spyOn(Math, 'random').mockReturnValue(dice)
    const { calls, failed } = await endpointOutage('dead', manualTime())
    expect(failed).toBe(0)
    expect(calls).toBeGreaterThan(0)
    expect(calls).toBeLessThanOrEqual(targets.deadCalls.atMost)
  })
})

describe('the verdict of the benchmark', () => {
  const ratio: Target = { row: 'x', what: 'x', unit: 'x', atMost: 2 }
  const count: Target = { row: 'x', what: 'x', unit: 'count', atMost: 1 }

  it('tells a missed target from a wrong count', () => {
    expect(judge(ratio, { floor: '', ours: 2 })).toBe('ok')
    expect(judge(ratio, { floor: '', ours: 2.1 })).toBe('missed')
    expect(judge(count, { floor: '', ours: 0 })).toBe('ok')
    expect(judge(count, { floor: '', ours: 2 })).toBe('wrong')
    expect(judge({ ...count, exactly: true }, { floor: '', ours: 0 })).toBe('wrong')
  })

  it('trusts no figure whose floor is far from itself', () => {
    expect(judge(ratio, { floor: '', ours: 1, self: 1.09 })).toBe('ok')
    expect(judge(ratio, { floor: '', ours: 1, self: 1.11 })).toBe('too noisy')
    expect(judge(ratio, { floor: '', ours: 1, self: 0.89 })).toBe('too noisy')
    expect(judge(ratio, { floor: '', ours: 1, self: Number.NaN })).toBe('too noisy')
  })
})
