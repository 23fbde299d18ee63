import { describe, expect, it } from 'vitest'
import { settled } from './settled.ts'
import { sharingSources } from './sharing-sources.ts'
import { issue, outcomeOf, refuse } from './token-endpoint-stub.ts'

// Callers who ask for different things wait for one token call: each gets what it would have got alone.

const HOUR_MS = 3_600_000

describe('a caller beside one who forces a refresh', () => {
  it('B04 is served what the store has, although that refresh fails', async () => {
    const { endpoint, clock, source } = sharingSources()
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
    const { endpoint, clock, source } = sharingSources()
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
    const { clock, source, takeLease } = sharingSources()
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
    const { clock, source, takeLease } = sharingSources()
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
