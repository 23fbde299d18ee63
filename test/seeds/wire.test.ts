import { expect, test } from 'vitest'
import { runClient } from './run-client.ts'
import { seeds } from './seeds.ts'
import { expectedRequest, shownRequest } from './shown-request.ts'
import { startSandbox } from './start-sandbox.ts'

test.each(seeds)('our client sends %s', async (_, example) => {
  const sandbox = await startSandbox(example.provider)
  await runClient(example, sandbox)
  const recorded = sandbox.requests.findLast(
    ({ documentId, operationId }) => `${documentId}#${operationId}` === example.operation,
  )
  if (recorded === undefined) throw new Error(`Our client did not call ${example.operation}.`)
  expect(shownRequest(example, sandbox, recorded)).toEqual(expectedRequest(example, sandbox))
  expect(recorded).toMatchObject({ status: example.answer.status, violations: [] })
})
