import { expect, test } from 'vitest'
import { changed, client, startSandbox, user } from './fixtures/start-sandbox.ts'

interface TokenAnswer {
  readonly status: number
  readonly access_token: string
  readonly refresh_token: string
  readonly scope?: string
  readonly error?: string
}

type StartOptions = Parameters<typeof startSandbox>

async function startRefreshing(...options: StartOptions) {
  const started = await startSandbox(...options)
  const ask = async (form: Record<string, string>, headers?: Record<string, string>) => {
    const response = await started.requestToken(form, headers)
    return { status: response.status, ...((await response.json()) as object) } as TokenAnswer
  }
  const refresh = (
    refresh_token: string,
    more: Record<string, string> = {},
    headers?: Record<string, string>,
  ) => ask({ grant_type: 'refresh_token', refresh_token, ...more }, headers)
  const login = (scope = 'read', headers?: Record<string, string>) =>
    ask({ grant_type: 'password', ...user, scope }, headers)
  return { ...started, refresh, login }
}

test('a refresh token is rotated: the new one works, the old one revokes the whole family and no other', async () => {
  const { sandbox, refresh, login, callApi } = await startRefreshing({ clock: { now: () => 7000 } })
  const other = await login()
  const first = await login()
  const second = await refresh(first.refresh_token)
  expect(second.refresh_token).not.toBe(first.refresh_token)
  const third = await refresh(second.refresh_token)
  expect(sandbox.issued.map(({ username }) => username)).toEqual(Array(4).fill(user.username))
  expect((await callApi('/books/1', third.access_token)).status).toBe(200)
  expect(sandbox.reuses).toEqual([])
  expect(await refresh(first.refresh_token)).toEqual({ status: 400, error: 'invalid_grant' })
  expect(sandbox.issued.map(({ revoked }) => revoked)).toEqual([false, true, true, true])
  expect(sandbox.reuses).toEqual([
    { refreshToken: first.refresh_token, at: 7000, revoked: sandbox.issued.slice(1) },
  ])
  expect((await callApi('/books/1', third.access_token)).status).toBe(401)
  expect((await refresh(third.refresh_token)).status).toBe(400)
  expect((await callApi('/books/1', other.access_token)).status).toBe(200)
  expect((await refresh(other.refresh_token)).status).toBe(200)
})

test('a family is revoked once, and a token that was never spent is no reuse', async () => {
  const { sandbox, refresh, login } = await startRefreshing()
  const first = await login()
  await refresh(first.refresh_token)
  for (let tries = 0; tries < 3; tries++) expect((await refresh(first.refresh_token)).status).toBe(400)
  expect(sandbox.reuses).toHaveLength(1)
  const fresh = await login()
  sandbox.revokeAll({ refreshTokens: true })
  expect((await refresh(fresh.refresh_token)).status).toBe(400)
  expect((await refresh('made-up')).status).toBe(400)
  expect(sandbox.reuses).toHaveLength(1)
})

test('of two refreshes with one token at the same time the second is a reuse', async () => {
  const { sandbox, refresh, login, callApi } = await startRefreshing()
  const { refresh_token } = await login()
  const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)])
  const won = answers.find(({ status }) => status === 200) as TokenAnswer
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect((await callApi('/books/1', won.access_token)).status).toBe(401)
  expect(sandbox.reuses).toMatchObject([{ refreshToken: refresh_token, revoked: [{}, {}] }])
})

test('without rotation the refresh token stays alive and the answer carries none', async () => {
  const { sandbox, refresh, login, callApi } = await startRefreshing({ rotateRefreshTokens: false })
  const { refresh_token } = await login()
  for (let refreshes = 0; refreshes < 2; refreshes++) {
    const refreshed = await refresh(refresh_token)
    expect(refreshed).toMatchObject({ status: 200, scope: 'read' })
    expect(refreshed).not.toHaveProperty('refresh_token')
    expect((await callApi('/books/1', refreshed.access_token)).status).toBe(200)
  }
  expect(sandbox.reuses).toEqual([])
})

test('a refresh token is bound to its client: another neither uses nor revokes it', async () => {
  const other = { clientId: 'chair', clientSecret: 'wood' }
  const { sandbox, refresh, login } = await startRefreshing({ clients: [client, other] })
  const { refresh_token } = await login()
  const authorization = `Basic ${btoa('chair:wood')}`
  expect((await refresh(refresh_token, {}, { authorization })).status).toBe(400)
  const next = await refresh(refresh_token)
  expect(next.status).toBe(200)
  expect((await refresh(refresh_token, {}, { authorization })).status).toBe(400)
  expect([sandbox.reuses, (await refresh(next.refresh_token)).status]).toEqual([[], 200])
})

test('a refused scope does not spend a refresh token, and a refresh keeps the scope', async () => {
  const { refresh, login } = await startRefreshing()
  const { refresh_token } = await login('read')
  expect(await refresh(refresh_token, { scope: 'write' })).toMatchObject({ error: 'invalid_scope' })
  expect((await refresh(refresh_token)).scope).toBe('read')
})

test('a refresh keeps whom the token is for, and cannot name another', async () => {
  const named = changed(({ paths }) =>
    Object.assign(paths['/token'].post['x-token-operation'].grants.refresh_token, {
      subject: '$request.header.X-Desk',
    }),
  )
  const { sandbox, refresh, login } = await startRefreshing({}, [named])
  const { refresh_token } = await login('read', { 'x-desk': 'north' })
  expect((await refresh(refresh_token, {}, { 'x-desk': 'south' })).status).toBe(400)
  const next = await refresh(refresh_token)
  await refresh(next.refresh_token, {}, { 'x-desk': 'north' })
  expect(sandbox.issued.map(({ subject }) => subject)).toEqual(['north', 'north', 'north'])
})
