import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSpecs, type Spec } from '../scripts/generate/read-specs.ts'
import { judges } from '../scripts/spec-mutants/judges.ts'
import { factKinds, mutantsOf } from '../scripts/spec-mutants/mutants-of.ts'
import { releasedDocument } from './contract-versions/released-document.ts'

const { specs } = readSpecs(join(import.meta.dirname, '..'))
const genuin = specs.find(({ packageName }) => packageName === 'genuin') as Spec

test.each(Object.entries(judges))('%s have nothing against the documents as they are', async (_, judge) => {
  expect(await judge({ specs, mutated: genuin })).toBeUndefined()
})

test('every fact is changed once, and nothing else with it', () => {
  const document = releasedDocument()
  const mutants = mutantsOf(document)
  expect(document).toEqual(releasedDocument())
  expect(new Set(mutants.map((mutant) => JSON.stringify(mutant.document))).size).toBe(mutants.length)
  const count = (kind: string) => mutants.filter((mutant) => mutant.kind === kind).length
  expect(Object.fromEntries(factKinds.map((kind) => [kind, count(kind)]))).toEqual({
    // Parameters but that of the path, the body, the header; the members of Parcel, Person and ParcelChange.
    required: 2 + 1 + 1 + 4 + 1 + 4,
    // Parameters, the header; Parcel, Person, Receipt and ParcelChange with what is in them.
    type: 3 + 1 + 5 + 2 + 1 + 5,
    status: 4,
    'header name': 2,
    'content type': 2,
    // The document's requirements, none at all against two schemes, the two schemes themselves.
    security: 1 + 2 + 2,
    // Of two lists: without each value, and with one more.
    enum: 3 + 3,
  })
})

test.each([
  ['required', '#/components/schemas/AuthenticateRequest', 'api_secret optional'],
  ['type', '#/components/schemas/Error/properties/code', 'string -> integer'],
  ['status', '#/paths/~1api~1thirdparty~1auth/post/responses', '412 -> 438'],
  [
    'header name',
    '#/paths/~1api~1thirdparty~1auth/post/responses/200/headers',
    'gn-access-token -> gn-access-token-2',
  ],
  [
    'content type',
    '#/paths/~1api~1thirdparty~1auth/post/requestBody/content',
    'application/json -> application/x-other',
  ],
  ['security', '#/components/securitySchemes/accessToken', 'bearer -> basic'],
  ['security', '#', '[{"accessToken":[]}] -> []'],
] as const)('a changed %s is noticed: %s %s', async (kind, pointer, what) => {
  const mutant = mutantsOf(genuin.document).find((one) => one.pointer === pointer && one.what === what)
  expect(mutant?.kind).toBe(kind)
  const mutated: Spec = { ...genuin, document: mutant?.document as Spec['document'] }
  expect(await judges['facts']?.({ specs, mutated })).toEqual(expect.any(String))
})
