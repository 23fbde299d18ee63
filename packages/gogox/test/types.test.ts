import { type components, createGogoxClient, type GogoxClient } from '@latchkey/gogox'
import { expect, expectTypeOf, test } from 'vitest'
import { client, order } from './flows.ts'

// What must not compile is checked by the type check of the workspace, the rest when the tests run.

const baseUrl = 'https://api.gogox.example'

test('the path that issues tokens is not among the paths', () => {
  // @ts-expect-error the token source calls it
  const createToken = (gogox: GogoxClient) => gogox.POST('/oauth/token')
  expectTypeOf(createToken).not.toBeAny()
})

test('credentials beside tokens do not compile, and are refused', () => {
  const { tokens } = createGogoxClient({ ...client, baseUrl })
  // @ts-expect-error one or the other
  expect(() => createGogoxClient({ ...client, baseUrl, tokens })).toThrow(/"clientId" has no effect/)
  // @ts-expect-error neither
  expect(() => createGogoxClient({ baseUrl })).toThrow(/"clientId" is missing/)
})

test('the data is what the document says', () => {
  const fetchOrder = (gogox: GogoxClient) => gogox.GET('/api/v2/orders/{uuid}', order)
  type Order = Awaited<ReturnType<typeof fetchOrder>>
  expectTypeOf<NonNullable<Order['data']>>().toEqualTypeOf<components['schemas']['Order']>()
})

test("the caller's own paths take the place of ours", () => {
  type Own = { '/own': { get: { responses: { 200: { content: { 'application/json': { own: 1 } } } } } } }
  const own = (gogox: GogoxClient<Own>) => gogox.GET('/own')
  expectTypeOf<NonNullable<Awaited<ReturnType<typeof own>>['data']>>().toEqualTypeOf<{ own: 1 }>()
  expectTypeOf(createGogoxClient<Own>).returns.toEqualTypeOf<GogoxClient<Own>>()
})
