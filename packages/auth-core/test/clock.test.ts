import { describe, expect, it } from 'vitest'
import { systemClock } from '../src/clock.ts'

describe('systemClock', () => {
  it('reads the wall clock and a clock that never steps', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
    expect(systemClock.monotonic()).toBeGreaterThan(0)
    expect(systemClock.monotonic()).toBeLessThan(Date.now())
  })

  it('runs a timer once, and not one that was cancelled', async () => {
    let ran = 0
    systemClock.setTimer(() => ran++, 0).cancel()
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, 1))
    expect(ran).toBe(0)
  })

  it('runs at once what should have run before, and Node has nothing to say about it', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, -1_000))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  it('does not fire at once what is further away than setTimeout can count', async () => {
    let ran = false
    const timer = systemClock.setTimer(() => {
      ran = true
    }, 2 ** 40)
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, 5))
    expect(ran).toBe(false)
    timer.cancel()
  })
})
