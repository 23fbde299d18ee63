import { type components, createGenuinClient, type GenuinClient } from '@latchkey/genuin'
import { expect, expectTypeOf, test } from 'vitest'
import { community, keyPair } from './flows.ts'

// What must not compile is checked by the type check of the workspace, the rest when the tests run.

const baseUrl = 'https://api.genuin.example'

test('the path that issues tokens is not among the paths', () => {
  // @ts-expect-error the token source calls it
  const authenticate = (genuin: GenuinClient) => genuin.POST('/api/thirdparty/auth')
  expectTypeOf(authenticate).not.toBeAny()
})

test('credentials beside tokens do not compile, and are refused', () => {
  const { tokens } = createGenuinClient({ ...keyPair, baseUrl })
  // @ts-expect-error one or the other
  expect(() => createGenuinClient({ ...keyPair, baseUrl, tokens })).toThrow(/"apiKey" has no effect/)
  // @ts-expect-error neither
  expect(() => createGenuinClient({ baseUrl })).toThrow(/"apiKey" is missing/)
})

test('the data is what the document says', () => {
  const create = (genuin: GenuinClient) =>
    genuin.POST('/api/thirdparty/community/create', { body: community })
  type Created = Awaited<ReturnType<typeof create>>
  expectTypeOf<NonNullable<Created['data']>>().toEqualTypeOf<components['schemas']['CreatedCommunity']>()
})

test("the caller's own paths take the place of ours", () => {
  type Own = { '/own': { get: { responses: { 200: { content: { 'application/json': { own: 1 } } } } } } }
  const own = (genuin: GenuinClient<Own>) => genuin.GET('/own')
  expectTypeOf<NonNullable<Awaited<ReturnType<typeof own>>['data']>>().toEqualTypeOf<{ own: 1 }>()
  expectTypeOf(createGenuinClient<Own>).returns.toEqualTypeOf<GenuinClient<Own>>()
})
