import { describe, expect, it } from 'vitest'
import { expectOutcome } from '../../packages/auth-core/test/hostile-answers.trial.ts'
import { hostileAnswers } from '../../packages/auth-core/test/hostile-answers.ts'
import { documentedOperations, operations } from './operations.ts'

it('B20 every grant of every documented token operation is under trial', async () => {
  const documented = await documentedOperations()
  expect(documented.length).toBeGreaterThan(7)
  expect(operations.map(({ name }) => name).sort()).toEqual(documented.sort())
})

describe.each(operations)('B20 $name', (operation) => {
  it.each(hostileAnswers)('B20 $name', (row) => expectOutcome(operation, row), 10_000)
})
