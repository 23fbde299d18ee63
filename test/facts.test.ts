import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSpecs } from '../scripts/generate/read-specs.ts'
import { documentedOperations } from './contract-coverage/documented-operation.ts'
import { factProblems } from './facts/fact-problems.ts'
import { loadFacts } from './facts/load-facts.ts'

const { specs } = readSpecs(join(import.meta.dirname, '..'))
const facts = await loadFacts()

// The pages were read a second time for this: a slip of the pen in a spec shows here.
test.each(facts)('$operation is described as on $source', (fact) => {
  const [id] = fact.operation.split('#')
  const spec = specs.find(({ document }) => document.info['x-id'] === id)
  expect(spec && factProblems(spec.document, fact)).toEqual([])
})

test('there is a fact about every operation', () => {
  const described = new Set(facts.map(({ operation }) => operation))
  const operations = specs.flatMap(({ document }) => documentedOperations(document).map(({ name }) => name))
  expect(operations.filter((name) => !described.has(name))).toEqual([])
})
