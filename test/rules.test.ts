import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { documentedRules } from '../scripts/rules/documented-rules.ts'

/** `it('B07 ...'`, `it.each(rows)('B07 ...'` and the like. */
const TITLE = /\b(?:it|test)(?:\.\w+)?(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\(\s*['"`](B\d\d) /g

/** The rules that the titles of tests begin with. */
const tested = new Set(
  globSync('{packages/*/test,test}/**/*.test.ts').flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(TITLE), ([, rule]) => rule),
  ),
)

const rules = documentedRules()

describe('the rules of the token life cycle', () => {
  it('are 26', () => {
    expect([...rules.keys()]).toEqual(
      Array.from({ length: 26 }, (_, index) => `B${String(index + 1).padStart(2, '0')}`),
    )
  })

  it.each([...rules])('have a test for %s: %s', (rule) => {
    expect(tested).toContain(rule)
  })

  it('name every test that is named after a rule', () => {
    expect([...rules.keys()]).toEqual(expect.arrayContaining([...tested]))
  })
})
