import { globSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { budgetOf, shippedBytes } from '../scripts/measure/budget.ts'

// What a package ships stays within its budget; what an installation brings, test/release.test.ts holds to it.

const packages = globSync('packages/*/package.json').map((path) => basename(dirname(path)))

describe('budgets', () => {
  it.each(packages)('%s ships no more than its budget allows', async (name) => {
    const { brotliBytes } = budgetOf(name)
    const shipped = await shippedBytes(name)
    expect(Object.keys(brotliBytes)).toEqual(Object.keys(shipped))
    for (const [entry, bytes] of Object.entries(shipped))
      expect(bytes, `"${entry}" of the budget of ${name}`).toBeLessThanOrEqual(brotliBytes[entry] ?? 0)
  })
})
