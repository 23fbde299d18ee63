import { expect, it } from 'vitest'
import { contend } from './contention.ts'

it('B10 processes that take, lose and give back one lease, and are killed at it, never hold it two at once', async () => {
  const contention = await contend({ leases: 80, processes: 4 })
  expect(contention).toMatchObject({ overlaps: 0, writtenTwice: 0, isNewest: true })
})
