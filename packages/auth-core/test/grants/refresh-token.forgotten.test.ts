import { describe, expect, it, vi } from 'vitest'
import { LatchkeyError } from '../../src/errors.ts'
import type { Grant, GrantContext } from '../../src/grants/grant.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { clientId, clientSecret, tokenUrl } from '../token-endpoint-stub.ts'

const client = { tokenUrl, clientId, clientSecret }
const grants: Record<string, () => Grant> = {
  'with an initial grant': () =>
    refreshToken({ initial: password({ ...client, username: 'made-up', password: 'made-up' }) }),
  seeded: () => refreshToken({ ...client, refreshToken: 'seed', subject: 'made-up' }),
}

const refused = () =>
  new LatchkeyError('grant_rejected', 'refused', { response: { status: 400, error: 'invalid_grant' } })
const unavailable = () => new LatchkeyError('token_endpoint_unavailable', 'down')
const issued = { status: 200, headers: new Headers(), body: { access_token: 'made-up' } }

/** A token call whose first exchange ends so, and each later one in a token. */
function callOf(refresh: string | undefined, first: () => Error): GrantContext {
  const exchange = vi.fn<GrantContext['exchange']>(async () => issued).mockRejectedValueOnce(first())
  const resolve: GrantContext['resolve'] = async (_, secret) =>
    typeof secret === 'string' ? secret : secret()
  return { exchange, resolve, ...(refresh === undefined ? {} : { refreshToken: refresh }) }
}

describe.each(Object.entries(grants))('B09 the refresh token that the source holds, %s', (_, make) => {
  it.each<[string, string | undefined, () => Error, forgotten: number]>([
    ['is forgotten after invalid_grant', 'held', refused, 1],
    ['is kept through an outage', 'held', unavailable, 0],
    ['is not spoken of where there is none', undefined, refused, 0],
  ])('B09 %s', async (_, held, first, forgotten) => {
    const forgetRefreshToken = vi.fn()
    await make()
      .requestToken({ ...callOf(held, first), forgetRefreshToken })
      .catch(() => {})
    expect(forgetRefreshToken).toHaveBeenCalledTimes(forgotten)
  })

  it('B09 is kept after it was traded in', async () => {
    const forgetRefreshToken = vi.fn()
    const context = { ...callOf('held', refused), exchange: async () => issued, forgetRefreshToken }
    expect(await make().requestToken(context)).toMatchObject({ refreshToken: 'held' })
    expect(forgetRefreshToken).not.toHaveBeenCalled()
  })

  it('B09 may be held by somebody who cannot forget', async () => {
    expect(await make().requestToken(callOf('held', refused))).toMatchObject({ accessToken: 'made-up' })
  })
})
