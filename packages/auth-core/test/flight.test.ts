import { describe, expect, it } from 'vitest'
import type { Clock } from '../src/clock.ts'
import { startFlight, type Waiting } from '../src/flight.ts'
import { manualClock } from '../src/testing/manual-clock.ts'

/** A clock that counts which of its timers keep the process alive. */
function countingClock() {
  const base = manualClock()
  const kept = new Set<number>()
  let made = 0
  const clock: Clock = {
    ...base,
    setTimer(callback, delayMs) {
      const id = ++made
      const timer = base.setTimer(callback, delayMs)
      return { cancel: timer.cancel, ref: () => void kept.add(id) }
    },
  }
  return { clock, kept, advance: base.advance }
}

describe('startFlight', () => {
  it('B23 leaves none of the timers behind that its work cancels', async () => {
    const clock = manualClock()
    const work = async ({ clock }: Waiting) => clock.setTimer(() => {}, 10_000).cancel()
    await startFlight(clock, work).join(undefined, false)
    expect(clock.timers).toBe(0)
  })

  it('B23 its timers keep the process alive only once somebody waits, those running and those to come', async () => {
    const { clock, kept, advance } = countingClock()
    const flight = startFlight(clock, async (waiting) => {
      await new Promise<void>((resolve) => waiting.clock.setTimer(resolve, 10))
      await new Promise<void>((resolve) => waiting.clock.setTimer(resolve, 10))
      return 'done'
    })
    await advance(5)
    expect([...kept]).toEqual([])
    const joined = flight.join(undefined, false)
    expect([...kept]).toEqual([1])
    await advance(15)
    expect([...kept]).toEqual([1, 2])
    expect(await joined).toBe('done')
  })

  it('B23 a timer that is cancelled or has run is kept no longer', async () => {
    const { clock, kept, advance } = countingClock()
    let waiting: Waiting | undefined
    const flight = startFlight(clock, (given) => {
      waiting = given
      return new Promise(() => {})
    })
    waiting?.clock.setTimer(() => {}, 1)
    waiting?.clock.setTimer(() => {}, 100).cancel()
    await advance(1)
    void flight.join(undefined, false)
    expect([...kept]).toEqual([])
    expect(waiting?.isAwaited()).toBe(true)
  })

  it('B04 a failure that nobody waits for is no unhandled rejection, and reaches who comes later', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const { clock } = countingClock()
    const flight = startFlight(clock, async () => {
      throw new Error('failed')
    })
    await new Promise((resolve) => setTimeout(resolve, 0))
    await expect(flight.join(AbortSignal.abort('gone'), false)).rejects.toBe('gone')
    await expect(flight.join(null, false)).rejects.toThrow('failed')
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})
