import { describe, expect, it } from 'vitest'
import type { TokenEvent } from '../src/events.ts'
import { clientCredentials } from '../src/grants/client-credentials.ts'
import { createTokenSource } from '../src/token-source.ts'
import { settled } from './settled.ts'
import { leasableStore } from './stores/leasable-store.ts'
import {
  clientId,
  clientSecret,
  issue,
  outcomeOf,
  refuse,
  stubTokenEndpoint,
  tokenUrl,
} from './token-endpoint-stub.ts'

// Callers who ask for different things wait for one token call: each gets what it would have got alone.

const HOUR_MS = 3_600_000

/** Sources that share a store. */
function sharing() {
  const endpoint = stubTokenEndpoint()
  const { clock, fetch } = endpoint
  const store = leasableStore(clock)
  const grant = clientCredentials({ tokenUrl, clientId, clientSecret, fetch })
  const source = (onEvent?: (event: TokenEvent) => void) =>
    createTokenSource({ grant, clock, store, onEvent })
  return { endpoint, clock, source, takeLease: store.takeLease }
}

describe('a caller beside one who forces a refresh', () => {
  it('B04 is served what the store has, although that refresh fails', async () => {
    const { endpoint, clock, source } = sharing()
    await settled(source().getToken(), clock)
    endpoint.answer = () => refuse(400, 'invalid_client')
    const other = source()
    const forced = outcomeOf(other.getToken({ forceRefresh: true }))
    const plain = outcomeOf(other.getToken())
    expect(await settled(forced, clock)).toMatchObject({ code: 'client_rejected' })
    expect(await settled(plain, clock)).toMatchObject({ accessToken: 'token-1' })
  })
})

describe('a caller who forces a refresh beside one behind the callers', () => {
  it('B06 gets a new token, or the error: not the old one where that refresh fails', async () => {
    const { endpoint, clock, source } = sharing()
    const one = source()
    await settled(one.getToken(), clock)
    await clock.advance(0.75 * HOUR_MS)
    endpoint.answer = (_, number) => (number === 2 ? refuse(503) : issue(number))
    await one.getToken()
    expect(await settled(one.getToken({ forceRefresh: true }), clock)).toMatchObject({
      accessToken: 'token-3',
    })
  })

  it('B10 nor where that is left to another process', async () => {
    const { clock, source, takeLease } = sharing()
    const one = source()
    await settled(one.getToken(), clock)
    await clock.advance(0.75 * HOUR_MS)
    await takeLease(2_000)
    await one.getToken()
    expect(await settled(one.getToken({ forceRefresh: true }), clock)).toMatchObject({
      accessToken: 'token-2',
    })
  })

  it('B10 nor where that has just been left', async () => {
    const { clock, source, takeLease } = sharing()
    let forced: Promise<unknown> | undefined
    const one = source((event) => {
      if (event.type === 'refresh_end' && event.outcome === 'left')
        forced = outcomeOf(one.getToken({ forceRefresh: true }))
    })
    await settled(one.getToken(), clock)
    await clock.advance(0.75 * HOUR_MS)
    await takeLease(2_000)
    await one.getToken()
    while (forced === undefined) await settled(Promise.resolve(), clock)
    expect(await settled(forced, clock)).toMatchObject({ accessToken: 'token-2' })
  })
})
