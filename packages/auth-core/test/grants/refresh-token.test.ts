import { describe, expect, it, vi } from 'vitest'
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

const user = { username: 'made-up-user', password: 'made-up-password' }
const withWayBack: StubbedSourceOptions['grant'] = (common) =>
  refreshToken({ initial: password({ ...common, ...user }) })
const seeded =
  (seed: string | (() => string) = 'seed'): StubbedSourceOptions['grant'] =>
  (common) =>
    refreshToken({ ...common, refreshToken: seed, subject: 'user-1' })

/** Answers a password with refresh-0, and lets `refreshed` answer each refresh token. */
const after =
  (refreshed: Answer): Answer =>
  (call, number) =>
    call.fields['grant_type'] === 'password'
      ? issue(number, { refresh_token: 'refresh-0' })
      : refreshed(call, number)

describe('B09 refresh tokens', () => {
  const answers: [string, unknown, string][] = [
    ['rotated', 'refresh-1', 'refresh-1'],
    ['omitted', undefined, 'refresh-0'],
    ['the same', 'refresh-0', 'refresh-0'],
    ['empty', '', 'refresh-0'],
    ['no string', 7, 'refresh-0'],
    ['null', null, 'refresh-0'],
  ]
  const outcomes: [string, Answer, 'served' | 'initial' | 'error'][] = [
    ['200', (_, number) => issue(number), 'served'],
    ['invalid_grant', () => refuse(400, 'invalid_grant'), 'initial'],
    ['5xx', () => refuse(503), 'error'],
    ['5xx that says invalid_grant', () => refuse(500, 'server_error'), 'error'],
    ['a network error', () => new TypeError('fetch failed'), 'error'],
    ['a time-out', hang, 'error'],
    ['invalid_client', () => refuse(401, 'invalid_client'), 'error'],
    ['an answer without a token', () => Response.json({}), 'error'],
  ]
  it.each(
    answers.flatMap(([given, sent, kept]) =>
      outcomes.map(([named, outcome, result]) => ({ given, sent, kept, named, outcome, result })),
    ),
  )('B09 $given, then $named: $result', async ({ sent, kept, outcome, result }) => {
    const { source, clock, calls, endpoint } = stubbedSource({
      grant: withWayBack,
      answer: after((_, number) => issue(number, { refresh_token: sent })),
    })
    await source.getToken()
    await source.getToken({ forceRefresh: true })
    expect(calls.map(({ fields }) => fields['grant_type'])).toEqual(['password', 'refresh_token'])
    expect(calls[1]?.fields['refresh_token']).toBe('refresh-0')

    endpoint.answer = after(outcome)
    const third = outcomeOf(source.getToken({ forceRefresh: true }))
    await clock.advance(30_000)
    const token = await third
    const grantTypes = calls.slice(2).map(({ fields }) => fields['grant_type'])
    expect(calls[2]?.fields['refresh_token']).toBe(kept)
    expect(token instanceof Error).toBe(result === 'error')
    expect(grantTypes.includes('password')).toBe(result === 'initial')

    // What was not refused is used again.
    await clock.advance(30_000)
    calls.length = 0
    endpoint.answer = (_, number) => issue(number)
    await source.getToken({ forceRefresh: true })
    expect(calls[0]?.fields['refresh_token']).toBe(result === 'initial' ? 'refresh-0' : kept)
  })

  it('B09 an unanswered exchange is sent again once, and no more', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { source, clock, calls, endpoint } = stubbedSource({ grant: withWayBack, answer: after(hang) })
    await source.getToken()
    const failed = outcomeOf(source.getToken({ forceRefresh: true }))
    await clock.advance(30_000)
    expect(await failed).toMatchObject({ code: 'token_endpoint_unavailable' })
    expect(calls.slice(1).map(({ fields, at }) => [fields['refresh_token'], at])).toEqual([
      ['refresh-0', 0],
      ['refresh-0', 10_250],
    ])
    endpoint.answer = after((_, number) => (number === 4 ? new Error('reset') : issue(number)))
    const served = source.getToken({ forceRefresh: true })
    await clock.advance(1_000)
    expect((await served).accessToken).toBe('token-5')
    vi.restoreAllMocks()
  })

  it('B09 an answered 503 may be tried as often as the budget allows', async () => {
    const { source, clock, calls } = stubbedSource({ grant: withWayBack, answer: after(() => refuse(503)) })
    await source.getToken()
    const failed = outcomeOf(source.getToken({ forceRefresh: true }))
    await clock.advance(30_000)
    await failed
    expect(calls.length).toBeGreaterThan(4)
  })

  it('B09 invalid_grant is recognised also where a secret is part of the word', async () => {
    const { source, endpoint } = stubbedSource({
      grant: withWayBack,
      answer: (_, number) => issue(number, { refresh_token: 'grant' }),
    })
    await source.getToken()
    endpoint.answer = after(() => refuse(400, 'invalid_grant'))
    await expect(source.getToken({ forceRefresh: true })).resolves.toMatchObject({ accessToken: 'token-3' })
  })

  it('B09 the plain password grant asks with the password each time', async () => {
    const { source, calls } = stubbedSource({
      grant: (common) => password({ ...common, ...user }),
      answer: (_, number) => issue(number, { refresh_token: 'unused' }),
    })
    await source.getToken()
    await source.getToken({ forceRefresh: true })
    expect(calls.map(({ fields }) => fields['grant_type'])).toEqual(['password', 'password'])
  })
})

describe('B09 a refresh token of one’s own', () => {
  it('B09 the seed is used once, then what the server sent for it', async () => {
    const { source, calls } = stubbedSource({
      grant: seeded(),
      answer: (_, number) => issue(number, { refresh_token: `refresh-${number}` }),
    })
    await source.getToken()
    await source.getToken({ forceRefresh: true })
    await source.getToken({ forceRefresh: true })
    expect(calls.map(({ fields }) => fields['refresh_token'])).toEqual(['seed', 'refresh-1', 'refresh-2'])
    expect(calls[0]?.fields).toEqual({ grant_type: 'refresh_token', refresh_token: 'seed' })
  })

  it('B09 login_required once there is no way back, remembered, and a spent seed is never sent again', async () => {
    const { source, clock, calls, endpoint } = stubbedSource({
      grant: seeded(),
      answer: (_, number) => issue(number, { refresh_token: 'refresh-1' }),
    })
    await source.getToken()
    endpoint.answer = () => refuse(400, 'invalid_grant')
    for (let request = 0; request < 50; request++) {
      await expect(source.getToken({ forceRefresh: true })).rejects.toMatchObject({ code: 'login_required' })
    }
    await clock.advance(30_000)
    await expect(source.getToken({ forceRefresh: true })).rejects.toMatchObject({ code: 'login_required' })
    expect(calls.map(({ fields }) => fields['refresh_token'])).toEqual(['seed', 'refresh-1'])
  })

  it('B09 after login_required the function is asked at most once a second', async () => {
    let asked = 0
    const seed = () => {
      asked++
      return 'seed'
    }
    const { source, clock, calls } = stubbedSource({
      grant: seeded(seed),
      answer: () => refuse(400, 'invalid_grant'),
    })
    for (let request = 0; request < 50; request++) {
      await expect(source.getToken()).rejects.toMatchObject({ code: 'login_required' })
      await clock.advance(100)
    }
    expect([asked, calls.length]).toEqual([5, 1])
  })

  it('B09 never login_required after an outage', async () => {
    const { source, clock, endpoint } = stubbedSource({ grant: seeded(), answer: () => refuse(503) })
    const failed = outcomeOf(source.getToken())
    await clock.advance(30_000)
    expect(await failed).toMatchObject({ code: 'token_endpoint_unavailable' })
    endpoint.answer = (_, number) => issue(number)
    await expect(source.getToken()).resolves.toBeDefined()
  })

  it('B09 a function that newly returns another refresh token is the way back', async () => {
    let seed = 'seed-1'
    const { source, calls, clock } = stubbedSource({
      grant: seeded(() => seed),
      answer: ({ fields }, number) =>
        fields['refresh_token'] === 'seed-2' ? issue(number) : refuse(400, 'invalid_grant'),
    })
    await expect(source.getToken()).rejects.toMatchObject({
      code: 'login_required',
      message: expect.stringContaining('let the user sign in again'),
    })
    seed = 'seed-2'
    await clock.advance(1_000)
    await expect(source.getToken()).resolves.toMatchObject({ accessToken: 'token-2' })
    expect(calls).toHaveLength(2)
  })

  it('B12 it is one user’s: a subject is refused instead of served with that user’s token', async () => {
    const { source, calls } = stubbedSource({ grant: seeded() })
    await expect(source.getToken({ subject: 'user-2' })).rejects.toMatchObject({
      code: 'invalid_options',
      message: 'Option "subject" is fixed by the refresh token.',
    })
    expect(calls).toHaveLength(0)
  })
})

describe('B21 options of refreshToken', () => {
  const common = { tokenUrl: 'https://id.example/token', clientId: 'c', clientSecret: 's' }
  const initial = password({ ...common, ...user })
  const unrefreshable = { identity: () => [], requestToken: async () => ({ accessToken: 'a' }) }
  it.each([
    ['Option "refreshToken" is missing or blank.', { ...common, refreshToken: ' ', subject: 'u' }],
    ['Option "subject" is missing or blank.', { ...common, refreshToken: 'r' }],
    [
      'Option "scope" has no effect on a refresh token.',
      { ...common, refreshToken: 'r', subject: 'u', scope: 'a' },
    ],
    [
      'Option "clientSecret" is missing or blank.',
      { ...common, clientSecret: '', refreshToken: 'r', subject: 'u' },
    ],
    ['refreshToken has no option "refreshToken"; it knows initial.', { initial, refreshToken: 'r' }],
    ['Option "initial" cannot trade a refresh token in.', { initial: unrefreshable }],
    ['Option "initial" cannot trade a refresh token in.', { initial: undefined }],
  ])('B21 says: %s', (message, options) => {
    expect(() => refreshToken(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message }),
    )
  })
})
