import { type components, createGbgClient, type GbgClient } from '@latchkey/gbg'
import { expect, expectTypeOf, test } from 'vitest'
import { client, journey } from './flows.ts'

// What must not compile is checked by the type check of the workspace, the rest when the tests run.

test('the path that issues tokens is not among the paths', () => {
  // @ts-expect-error it would go to the wrong host with a bearer token
  const createToken = (gbg: GbgClient) => gbg.POST('/as/token.oauth2')
  expectTypeOf(createToken).not.toBeAny()
})

test('credentials beside tokens do not compile, and are refused', () => {
  const { tokens } = createGbgClient({ ...client, region: 'eu' })
  // @ts-expect-error one or the other
  expect(() => createGbgClient({ ...client, region: 'eu', tokens })).toThrow(/"clientId" has no effect/)
  // @ts-expect-error neither
  expect(() => createGbgClient({ region: 'eu' })).toThrow(/"clientId" is missing/)
})

test('the data is what the document says', () => {
  const start = (gbg: GbgClient) => gbg.POST('/journey/start', { body: journey })
  type Started = Awaited<ReturnType<typeof start>>
  expectTypeOf<NonNullable<Started['data']>>().toEqualTypeOf<components['schemas']['StartedJourney']>()
  // @ts-expect-error a journey needs a resource
  const empty = (gbg: GbgClient) => gbg.POST('/journey/start', { body: {} })
  expectTypeOf(empty).not.toBeAny()
})

test("the caller's own paths take the place of ours", () => {
  type Own = { '/own': { get: { responses: { 200: { content: { 'application/json': { own: 1 } } } } } } }
  const own = (gbg: GbgClient<Own>) => gbg.GET('/own')
  expectTypeOf<NonNullable<Awaited<ReturnType<typeof own>>['data']>>().toEqualTypeOf<{ own: 1 }>()
  expectTypeOf(createGbgClient<Own>).returns.toEqualTypeOf<GbgClient<Own>>()
})

test('what a journey knows of a person can be sent and read', () => {
  const subject = { identity: { firstName: 'Ada', lastNames: ['Example'] } }
  const start = (gbg: GbgClient) => gbg.POST('/journey/start', { body: { ...journey, context: { subject } } })
  expectTypeOf(start).not.toBeAny()
  type State = components['schemas']['JourneyState']
  expectTypeOf<NonNullable<State['context']>['subject']>().toEqualTypeOf<unknown>()
})
