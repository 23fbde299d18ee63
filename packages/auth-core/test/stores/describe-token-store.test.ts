import { describe, expect, it } from 'vitest'
import { describeTokenStore } from '../../src/testing/describe-token-store.ts'
import { type Defect, defectivePlace, defects } from './defective-store.ts'

/** The rules that a store with this defect breaks, as the suite has it. */
async function brokenRules(defect?: Defect): Promise<string[]> {
  const cases: { rule: string; isKept: () => Promise<boolean> }[] = []
  describeTokenStore(
    { name: 'a store', createPlace: () => defectivePlace(defect) },
    {
      describe: (_, body) => body(),
      it: (rule, body) =>
        cases.push({
          rule,
          isKept: () =>
            body().then(
              () => true,
              () => false,
            ),
        }),
      expect,
    },
  )
  expect(cases.length).toBeGreaterThan(20)
  const broken: string[] = []
  for (const { rule, isKept } of cases) if (!(await isKept())) broken.push(rule)
  return broken
}

describe('describeTokenStore', () => {
  it('B10 B11 finds nothing wrong where nothing is', async () => {
    expect(await brokenRules()).toEqual([])
  })

  it.each(Object.entries(defects))('B10 B11 finds a store out that %s', async (defect, rule) => {
    expect(await brokenRules(defect as Defect)).toContainEqual(expect.stringMatching(`^${rule}`))
  })
})
