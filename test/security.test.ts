import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentedRules } from '../scripts/rules/documented-rules.ts'

/** Those that are about speed, tests, the end of a process and runtimes. */
const others = ['B06', 'B19', 'B23', 'B25']

it('SECURITY.md names every rule that answers a threat, and no other', () => {
  const named = new Set(readFileSync('SECURITY.md', 'utf8').match(/\bB\d\d\b/g))
  const expected = [...documentedRules().keys()].filter((rule) => !others.includes(rule))
  expect([...named].sort()).toEqual(expected)
})
