import { randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { TokenEvent } from '../../src/events.ts'
import { password } from '../../src/grants/password.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import { encryptStore } from '../../src/stores/encrypt-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { issue, stubbedSource, stubTokenEndpoint } from '../token-endpoint-stub.ts'
import { openStore } from './open-store.ts'

const keyA = randomBytes(32)
const keyB = randomBytes(32)
const onlyA = { keys: { a: keyA }, current: 'a' }

/** A token source with a rotating refresh token, as a process has it that starts with this store. */
function started(store: TokenStore, endpoint = stubTokenEndpoint()) {
  const events: TokenEvent[] = []
  const behind: Promise<unknown>[] = []
  const { source } = stubbedSource({
    store,
    clock: endpoint.clock,
    grant: (client) =>
      refreshToken({
        initial: password({ ...client, fetch: endpoint.fetch, username: 'u', password: 'p' }),
      }),
    onEvent: (event) => events.push(event),
    waitUntil: (work) => behind.push(work),
  })
  return {
    calls: endpoint.calls,
    events,
    failures: () => events.filter(({ type }) => type === 'store_failure'),
    async token() {
      const { accessToken } = await source.getToken()
      await Promise.all(behind)
      return accessToken
    },
  }
}

describe('a token source on an encrypted store', () => {
  const rotating = () => {
    const endpoint = stubTokenEndpoint()
    endpoint.answer = (_, number) =>
      issue(number, { access_token: `access-${number}`, refresh_token: `refresh-${number}` })
    return endpoint
  }

  it('B10 two processes make one token call', async () => {
    const inner = openStore()
    const endpoint = stubTokenEndpoint()
    let answer = (_: Response) => {}
    endpoint.answer = () =>
      new Promise<Response>((resolve) => {
        answer = resolve
      })
    const [one, other] = [
      started(encryptStore(inner, onlyA), endpoint),
      started(encryptStore(inner, onlyA), endpoint),
    ]
    const first = one.token()
    await vi.waitUntil(() => endpoint.calls.length === 1, { interval: 1 })
    const second = other.token()
    await vi.waitUntil(() => other.events.some((event) => event.type === 'lease'), { interval: 1 })
    answer(issue(1))
    expect(await first).toBe('token-1')
    // When it looks again at the latest.
    await endpoint.clock.advance(250)
    expect(await second).toBe('token-1')
    expect(endpoint.calls).toHaveLength(1)
    expect([...one.failures(), ...other.failures()]).toEqual([])
  })

  it('B17 neither token stands in what the store holds', async () => {
    const inner = openStore()
    await started(encryptStore(inner, onlyA), rotating()).token()
    expect(inner.records.size).toBe(1)
    const held = JSON.stringify([...inner.records])
    const decoded = Buffer.from([...inner.records.values()][0]?.value.slice('lk1:a:'.length) ?? '', 'base64')
    for (const text of [held, decoded.toString('latin1')]) expect(text).not.toMatch(/access|refresh/i)

    await started(inner, rotating()).token()
    expect(JSON.stringify([...inner.records])).toMatch(/access-1.*refresh-1/)
  })

  it('B09 a refresh token outlives the change of the key', async () => {
    const inner = openStore()
    const endpoint = rotating()
    endpoint.answer = () => issue(1, { refresh_token: 'refresh-1', expires_in: 0 })
    await started(encryptStore(inner, onlyA), endpoint).token()
    const both = encryptStore(inner, { keys: { a: keyA, b: keyB }, current: 'b' })
    await started(both, endpoint).token()
    expect(endpoint.calls.map(({ fields }) => fields['refresh_token'])).toEqual([undefined, 'refresh-1'])
  })
})
