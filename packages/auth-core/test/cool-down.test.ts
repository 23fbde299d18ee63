import { expect, it } from 'vitest'
import { type CoolDown, isOpen, openCoolDown } from '../src/cool-down.ts'

it('a cool-down doubles up to its maximum, each from its own beginning', () => {
  const limits = { firstMs: 5, maxMs: 30 }
  const seen: CoolDown[] = []
  for (const now of [0, 100, 200, 300, 400]) seen.push(openCoolDown(seen.at(-1), now, limits))
  expect(seen.map(({ delayMs }) => delayMs)).toEqual([5, 10, 20, 30, 30])
  expect(seen.map(({ until }) => until)).toEqual([5, 110, 220, 330, 430])
})

it('a cool-down is open until its end, exclusively', () => {
  const coolDown = { until: 10, delayMs: 5 }
  expect([isOpen(coolDown, 9.9), isOpen(coolDown, 10), isOpen(undefined, 0)]).toEqual([true, false, false])
})
