import { describe, expect, it } from 'vitest'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import {
  type Answer,
  hang,
  issue,
  outcomeOf,
  refuse,
  type StubbedSourceOptions,
  stubbedSource,
} from '../token-endpoint-stub.ts'

// The table of the grant's TSDoc, a row for each cell. `before` is what the exchange of refresh-0 brought; then the
// access token has to be renewed once more, and that exchange ends in `then`. What is sent last is sent when the
// endpoint works again.

type Before = 'rotated' | 'omitted' | 'same' | 'empty'
type Then = '200' | 'invalid_grant' | '5xx' | 'network error' | 'time-out'
type Seen = 'a token' | 'login_required' | 'token_endpoint_unavailable'
type Cell = readonly [before: Before, then: Then, sent: string, withInitial: string, seen: Seen, last: string]

const unavailable = 'token_endpoint_unavailable'

/** With an initial grant, which brings refresh-A; `withInitial` is whether it was used. */
const withWayBack: readonly Cell[] = [
  ['rotated', '200', 'refresh-1', 'no', 'a token', 'refresh-1'],
  ['rotated', 'invalid_grant', 'refresh-1', 'yes', 'a token', 'refresh-A'],
  ['rotated', '5xx', 'refresh-1 many times', 'no', unavailable, 'refresh-1'],
  ['rotated', 'network error', 'refresh-1 twice', 'no', unavailable, 'refresh-1'],
  ['rotated', 'time-out', 'refresh-1 twice', 'no', unavailable, 'refresh-1'],
  ['omitted', '200', 'refresh-0', 'no', 'a token', 'refresh-0'],
  ['omitted', 'invalid_grant', 'refresh-0', 'yes', 'a token', 'refresh-A'],
  ['omitted', '5xx', 'refresh-0 many times', 'no', unavailable, 'refresh-0'],
  ['omitted', 'network error', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
  ['omitted', 'time-out', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
  ['same', '200', 'refresh-0', 'no', 'a token', 'refresh-0'],
  ['same', 'invalid_grant', 'refresh-0', 'yes', 'a token', 'refresh-A'],
  ['same', '5xx', 'refresh-0 many times', 'no', unavailable, 'refresh-0'],
  ['same', 'network error', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
  ['same', 'time-out', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
  ['empty', '200', 'refresh-0', 'no', 'a token', 'refresh-0'],
  ['empty', 'invalid_grant', 'refresh-0', 'yes', 'a token', 'refresh-A'],
  ['empty', '5xx', 'refresh-0 many times', 'no', unavailable, 'refresh-0'],
  ['empty', 'network error', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
  ['empty', 'time-out', 'refresh-0 twice', 'no', unavailable, 'refresh-0'],
]

/** Without a way back `invalid_grant` is the end: nothing is sent any more. */
const seeded: readonly Cell[] = withWayBack.map((cell) =>
  cell[1] === 'invalid_grant' ? [cell[0], cell[1], cell[2], 'no', 'login_required', 'nothing'] : cell,
)

const brought: Record<Before, Record<string, unknown>> = {
  rotated: { refresh_token: 'refresh-1' },
  omitted: {},
  same: { refresh_token: 'refresh-0' },
  empty: { refresh_token: '' },
}

const ends: Record<Then, Answer> = {
  '200': (_, number) => issue(number),
  invalid_grant: () => refuse(400, 'invalid_grant'),
  '5xx': () => refuse(503),
  'network error': () => new TypeError('fetch failed'),
  'time-out': hang,
}

/** Every password is worth refresh-A, but the first one refresh-0. */
const afterPassword =
  (answer: Answer): Answer =>
  (call, number) =>
    call.fields['grant_type'] === 'password'
      ? issue(number, { refresh_token: number === 1 ? 'refresh-0' : 'refresh-A' })
      : answer(call, number)

const grants: Record<'with an initial grant' | 'seeded', NonNullable<StubbedSourceOptions['grant']>> = {
  'with an initial grant': (common) =>
    refreshToken({ initial: password({ ...common, username: 'made-up', password: 'made-up' }) }),
  seeded: (common) => refreshToken({ ...common, refreshToken: 'refresh-0', subject: 'made-up' }),
}

type Stubbed = ReturnType<typeof stubbedSource>

/** Asks for a new token as often as the budget allows, and says what the caller saw. */
async function renew({ source, clock }: Stubbed): Promise<string> {
  const asked = outcomeOf(source.getToken({ forceRefresh: true }))
  await clock.advance(30_000)
  const result = await asked
  return result instanceof Error ? (result as Error & { code: string }).code : 'a token'
}

function sentRefreshTokens({ calls }: Stubbed): string {
  const sent = calls.flatMap(({ fields }) => fields['refresh_token'] ?? [])
  const [first = 'nothing', ...more] = sent
  expect(new Set(sent).size).toBeLessThan(2)
  if (more.length === 0) return first
  return `${first} ${more.length === 1 ? 'twice' : 'many times'}`
}

async function play(name: keyof typeof grants, [before, then]: Cell): Promise<Cell> {
  const stubbed = stubbedSource({
    grant: grants[name],
    answer: afterPassword((_, n) => issue(n, brought[before])),
  })
  const { source, endpoint, calls } = stubbed
  await source.getToken()
  if (name === 'with an initial grant') await source.getToken({ forceRefresh: true })
  expect(calls.at(-1)?.fields['refresh_token']).toBe('refresh-0')

  calls.length = 0
  endpoint.answer = afterPassword((call, number) => ends[then](call, number + 1))
  const seen = (await renew(stubbed)) as Seen
  const sent = sentRefreshTokens(stubbed)
  const withInitial = calls.some(({ fields }) => fields['grant_type'] === 'password') ? 'yes' : 'no'

  calls.length = 0
  endpoint.answer = (_, number) => issue(number)
  await renew(stubbed)
  return [before, then, sent, withInitial, seen, sentRefreshTokens(stubbed)]
}

describe('B09 the truth table with an initial grant', () => {
  it.each(withWayBack)('B09 %s, then %s: sends %s; initial grant: %s; %s; last %s', async (...cell) => {
    expect(await play('with an initial grant', cell)).toEqual(cell)
  })
})

describe('B09 the truth table of a refresh token of one’s own', () => {
  it.each(seeded)('B09 %s, then %s: sends %s; initial grant: %s; %s; last %s', async (...cell) => {
    expect(await play('seeded', cell)).toEqual(cell)
  })
})
