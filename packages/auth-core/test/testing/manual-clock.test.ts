import { expect, it } from 'vitest'
import { manualClock } from '../../src/testing/manual-clock.ts'

it('stands still until it is told otherwise', () => {
  const clock = manualClock(1_000)
  expect([clock.now(), clock.monotonic(), clock.now(), clock.timers]).toEqual([1_000, 0, 1_000, 0])
})

it('a step moves the wall clock alone, and runs no timer', () => {
  const clock = manualClock(1_000)
  let ran = false
  clock.setTimer(() => (ran = true), 10)
  clock.step(-500)
  expect([clock.now(), clock.monotonic(), ran]).toEqual([500, 0, false])
})

it('runs each timer at its instant, in order, with whatever it sets off', async () => {
  const clock = manualClock()
  const seen: string[] = []
  const at = (name: string) => () => void seen.push(`${name} at ${clock.monotonic()}`)
  clock.setTimer(at('late'), 20)
  clock.setTimer(async () => {
    at('early')()
    await Promise.resolve()
    clock.setTimer(at('set off'), 5)
  }, 10)
  clock.setTimer(at('cancelled'), 12).cancel()
  clock.setTimer(at('never'), 100)
  await clock.advance(30)
  expect(seen).toEqual(['early at 10', 'set off at 15', 'late at 20'])
  expect([clock.monotonic(), clock.timers]).toEqual([30, 1])
})

it('lets what is under way set its timers before any time passes', async () => {
  const clock = manualClock()
  let woke: number | undefined
  void (async () => {
    await Promise.resolve()
    clock.setTimer(() => (woke = clock.monotonic()), 10)
  })()
  await clock.advance(10)
  expect(woke).toBe(10)
})
