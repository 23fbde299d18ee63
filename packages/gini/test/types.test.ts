import {
  createGiniClient,
  createGiniUserCenterClient,
  type GiniClient,
  type GiniUserCenterClient,
  type payApi,
  type userCenter,
} from '@latchkey/gini'
import { expect, expectTypeOf, test } from 'vitest'
import { account, client, userId } from './flows.ts'

// What must not compile is checked by the type check of the workspace, the rest when the tests run.

test('the paths that issue tokens are not among the paths', () => {
  // @ts-expect-error the token source calls it
  const login = (gini: GiniClient) => gini.POST('/login')
  // @ts-expect-error the token source calls it
  const createToken = (gini: GiniUserCenterClient) => gini.POST('/oauth/token')
  expectTypeOf([login, createToken]).not.toBeAny()
})

test('credentials beside tokens do not compile, and are refused', () => {
  const { tokens } = createGiniUserCenterClient(client)
  // @ts-expect-error one or the other
  expect(() => createGiniClient({ ...client, tokens })).toThrow(/"clientId" has no effect beside "tokens"/)
  // @ts-expect-error neither
  expect(() => createGiniClient({})).toThrow(/"clientId" is missing/)
})

test('a user is derived or an account', () => {
  // @ts-expect-error half an account
  expect(() => createGiniClient({ ...client, user: { username: 'ada@users.example' } })).toThrow(/"password"/)
  // @ts-expect-error both
  expect(() => createGiniClient({ ...client, user: { identifier: 'user-1', ...account } })).toThrow(/"user"/)
})

test('the data is what the documents say', () => {
  const documents = (gini: GiniClient) => gini.GET('/documents')
  type Documents = Awaited<ReturnType<typeof documents>>
  expectTypeOf<NonNullable<Documents['data']>>().toEqualTypeOf<payApi.components['schemas']['DocumentList']>()
  const user = (gini: GiniUserCenterClient) => gini.GET('/api/users/{userId}', userId)
  type User = Awaited<ReturnType<typeof user>>
  expectTypeOf<NonNullable<User['data']>>().toEqualTypeOf<userCenter.components['schemas']['User']>()
})

test("the caller's own paths take the place of ours", () => {
  type Own = { '/own': { get: { responses: { 200: { content: { 'application/json': { own: 1 } } } } } } }
  const own = (gini: GiniClient<Own>) => gini.as({ identifier: 'user-1' }).GET('/own')
  expectTypeOf<NonNullable<Awaited<ReturnType<typeof own>>['data']>>().toEqualTypeOf<{ own: 1 }>()
  expectTypeOf(createGiniClient<Own>).returns.toEqualTypeOf<GiniClient<Own>>()
})
