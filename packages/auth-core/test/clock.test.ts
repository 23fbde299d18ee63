import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../src/clock.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

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

  it('counts as far as setTimeout can', () => {
    const setTimeout = vi.fn((_: () => void, __: number) => 7)
    vi.stubGlobal('setTimeout', setTimeout)
    for (const delayMs of [2 ** 31 - 1, 2 ** 31, -1]) systemClock.setTimer(() => {}, delayMs)
    expect(setTimeout.mock.calls.map(([, delayMs]) => delayMs)).toEqual([2_147_483_647, 2_147_483_647, 0])
  })

  it('B23 keeps the process alive only while somebody waits', () => {
    const handle = { ref: vi.fn(), unref: vi.fn() }
    vi.stubGlobal('setTimeout', () => handle)
    const timer = systemClock.setTimer(() => {}, 1)
    expect([handle.unref, handle.ref].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
    timer.ref()
    expect(handle.ref).toHaveBeenCalledTimes(1)
  })

  it('B25 runs where a timer is a number', () => {
    const clearTimeout = vi.fn()
    vi.stubGlobal('setTimeout', () => 7)
    vi.stubGlobal('clearTimeout', clearTimeout)
    const timer = systemClock.setTimer(() => {}, 1)
    timer.ref()
    timer.cancel()
    expect(clearTimeout).toHaveBeenCalledWith(7)
  })
})
