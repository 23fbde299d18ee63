import { describe, expect, it } from 'vitest'
import { expectOutcome } from '../../packages/auth-core/test/hostile-answers.trial.ts'
import { hostileAnswers } from '../../packages/auth-core/test/hostile-answers.ts'
import { documentedGrants } from './documented-grants.ts'
import { clientOperations, operations } from './operations.ts'

it('B20 every grant of every documented token operation is under trial', async () => {
  const documented = (await documentedGrants()).map(({ name }) => name)
  expect(operations.map(({ name }) => name).sort()).toEqual(documented.sort())
  expect(clientOperations.length).toBeGreaterThan(7)
})

describe.each(operations)('B20 $name', (operation) => {
  it.each(hostileAnswers)('B20 $name', (row) => expectOutcome(operation, row), 10_000)
})
