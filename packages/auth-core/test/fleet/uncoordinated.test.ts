import { describe, expect, it } from 'vitest'
import type { Grant } from '../../src/grants/grant.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { createTokenSource } from '../../src/token-source.ts'
import { settled } from '../settled.ts'
import { clientId, clientSecret, refuse, stubTokenEndpoint, tokenUrl } from '../token-endpoint-stub.ts'
import { createStrictJudge } from './strict-judge.ts'

const LIFETIME_MS = 60_000

interface Sharing {
  readonly spendsRefreshTokens: boolean
  /** How `one` of them sees what the store has. */
  readonly viewOf?: (get: TokenStore['get']) => TokenStore['get']
}

const agedBy =
  (ms: () => number): Required<Sharing>['viewOf'] =>
  (get) =>
  async (key, options) => {
    const record = await get(key, options)
    return record && { ...record, ageMs: record.ageMs + ms() }
  }

/** Two sources with one token, in a store that is shared but gives no leases. */
async function twoSources({ spendsRefreshTokens, viewOf = (get) => get }: Sharing) {
  const judge = createStrictJudge(LIFETIME_MS)
  const endpoint = stubTokenEndpoint(({ fields }) => {
    const members = judge.judge(fields)
    return members === undefined ? refuse(400, 'invalid_grant') : Response.json(members)
  })
  const { clock } = endpoint
  const { get, set } = createMemoryStore({ clock })
  const client = { tokenUrl, clientId, clientSecret, fetch: endpoint.fetch }
  const initial: Grant = password({ ...client, username: 'u', password: 'p' })
  const grant = spendsRefreshTokens ? refreshToken({ initial }) : initial
  const ends: string[] = []
  const one = createTokenSource({
    ...{ grant, clock, store: { get: viewOf(get), set } },
    onEvent: (event) => event.type === 'refresh_end' && ends.push(event.outcome),
  })
  const other = createTokenSource({ grant, clock, store: { get, set } })
  await settled(one.getToken(), clock)
  await settled(other.getToken(), clock)

  const after = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(resolve, ms))
  /** Asks one of them; during its token call, `during` happens. */
  async function ask(during: () => Promise<unknown>) {
    const { answer } = endpoint
    endpoint.answer = async (...call) => {
      endpoint.answer = answer
      await after(10)
      await during()
      return answer(...call)
    }
    return settled(one.getToken({ forceRefresh: true }), clock)
  }
  const outcomes = () => judge.calls.map(({ grantType, answered }) => `${grantType} ${answered}`)
  const renewOther = () => other.getToken({ forceRefresh: true })
  return { clock, endpoint, one, ends, renewOther, ask, outcomes }
}

describe('a refresh token that somebody else has spent', () => {
  it('B10 brings the token of whoever spent it, and the initial grant stays unused', async () => {
    const { ask, renewOther, outcomes } = await twoSources({ spendsRefreshTokens: true })
    expect(await ask(renewOther)).toMatchObject({ accessToken: 'token-2' })
    expect(outcomes()).toEqual(['password issued', 'refresh_token issued', 'refresh_token invalid_grant'])
  })

  it('B10 and not where the refusal says nothing of the refresh token', async () => {
    const { endpoint, clock, one, ask, renewOther } = await twoSources({ spendsRefreshTokens: true })
    await clock.advance(LIFETIME_MS)
    const { answer } = endpoint
    endpoint.answer = (call, number) => (number === 2 ? refuse(400, 'invalid_scope') : answer(call, number))
    expect(await ask(renewOther)).toMatchObject({ code: 'grant_rejected' })
    expect(one.peek()).toBeUndefined()
  })
})

describe('a token that comes while another source writes its own', () => {
  it('B10 gives way to the other one, which is newer', async () => {
    const { one, ask, renewOther, outcomes } = await twoSources({ spendsRefreshTokens: false })
    // The other one's call begins later and is judged first.
    expect(await ask(renewOther)).toMatchObject({ accessToken: 'token-2' })
    expect(one.peek()).toMatchObject({ accessToken: 'token-2' })
    expect(outcomes()).toHaveLength(3)
  })
})

describe('a token of our own that took its time', () => {
  it.each(['has come to its window', 'was rejected'])(
    'B10 is not taken for another source’s once it %s',
    async (end) => {
      const { clock, one, ends, ask } = await twoSources({ spendsRefreshTokens: false })
      expect(await ask(async () => {})).toMatchObject({ accessToken: 'token-2' })
      if (end === 'was rejected') one.invalidate('token-2')
      else await clock.advance(0.75 * LIFETIME_MS)
      void one.getToken()
      while (one.peek()?.accessToken !== 'token-3') await settled(Promise.resolve(), clock)
      expect(ends).toEqual(['issued', 'issued', 'issued'])
    },
  )
})

describe('a token that another source has brought', () => {
  it('B10 is newer by its count, whatever the store says of its age', async () => {
    let lateMs = 0
    const { clock, one, renewOther, outcomes } = await twoSources({
      spendsRefreshTokens: false,
      viewOf: agedBy(() => lateMs),
    })
    for (const number of [2, 3]) {
      await clock.advance(10_000)
      await settled(renewOther(), clock)
      lateMs += 15_000
      one.invalidate(`token-${number - 1}`)
      expect(await settled(one.getToken(), clock)).toMatchObject({ accessToken: `token-${number}` })
    }
    expect(outcomes()).toHaveLength(3)
  })

  it('B10 and has come to its end is not taken in place of one that serves', async () => {
    const { clock, endpoint, one, ends, renewOther } = await twoSources({
      spendsRefreshTokens: false,
      viewOf: agedBy(() => LIFETIME_MS),
    })
    await settled(renewOther(), clock)
    endpoint.answer = () => refuse(503)
    await clock.advance(0.75 * LIFETIME_MS)
    void one.getToken()
    while (ends.length < 2) await settled(Promise.resolve(), clock)
    expect(one.peek()).toMatchObject({ accessToken: 'token-1' })
  })

  it('B26 and refused as well, is left alone where it came after the refusal of the last one', async () => {
    const { clock, one, renewOther } = await twoSources({ spendsRefreshTokens: false })
    one.invalidate('token-1')
    await clock.advance(10)
    await settled(renewOther(), clock)
    await settled(one.getToken(), clock)
    one.invalidate('token-2')
    expect(one.peek()).toMatchObject({ accessToken: 'token-2' })
  })
})
