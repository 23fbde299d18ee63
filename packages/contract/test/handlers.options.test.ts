import { expect, test } from 'vitest'
import { createContractState, createHandlers, SandboxError } from '../src/index.ts'
import { library } from './fixtures/library.ts'
import { changed } from './fixtures/start-sandbox.ts'

test.each([
  ['no document', () => createHandlers({}), 'documents[0] #/openapi: not an OpenAPI 3.1 document'],
  ['no documents', () => createHandlers([]), 'at least one OpenAPI document'],
  [
    'a reference that leads nowhere',
    () =>
      createHandlers(changed(({ paths }) => Object.assign(paths['/books'], { get: { $ref: '#/nowhere' } }))),
    'Library #/paths/~1books/get: the $ref #/nowhere leads nowhere',
  ],
  [
    'an unknown option',
    () => createHandlers(library, { override: {} } as object),
    'options: there is no override;',
  ],
  ['a state that is none', () => createHandlers(library, { state: {} } as object), 'state: must come from'],
  [
    'a listener that is none',
    () => createHandlers(library, { onViolation: 'x' } as object),
    'onViolation: must be a function.',
  ],
  [
    'overrides that are none',
    () => createHandlers(library, { overrides: [] } as object),
    'overrides: must be an object',
  ],
  [
    'an unknown option of the state',
    () => createContractState({ client: [] } as object),
    'there is no client;',
  ],
])('%s is an error that says so', (_, make, message) => {
  expect(make).toThrow(SandboxError)
  expect(make).toThrow(message)
})
