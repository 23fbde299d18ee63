import { describe, expect, it } from 'vitest'
import { budgetOf, shippedBytes } from '../scripts/measure/budget.ts'
import { packageNames } from './packed-packages.ts'

// What a package ships stays within its budget; what an installation brings, test/release.test.ts holds to it.

describe('budgets', () => {
  it.each(packageNames)('%s ships no more than its budget allows', async (name) => {
    const { brotliBytes } = budgetOf(name)
    const shipped = await shippedBytes(name)
    expect(Object.keys(brotliBytes)).toEqual(Object.keys(shipped))
    for (const [entry, bytes] of Object.entries(shipped))
      expect(bytes, `"${entry}" of the budget of ${name}`).toBeLessThanOrEqual(brotliBytes[entry] ?? 0)
  })
})
