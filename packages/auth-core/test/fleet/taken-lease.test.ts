import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TokenEvent } from '../../src/events.ts'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { createTokenSource } from '../../src/token-source.ts'
import { settled } from '../settled.ts'
import {
  type Answer,
  clientId,
  clientSecret,
  hang,
  issue,
  refuse,
  stubbedSource,
  tokenUrl,
} from '../token-endpoint-stub.ts'

afterEach(() => vi.restoreAllMocks())

const BUDGET_MS = 30_000
/** In large steps: nothing but the lease is waited for. */
const STEP_MS = 500

/** A source whose store gives leases as it is told. */
function sourceWith(lease: (store: Required<TokenStore>) => TokenStore['lease'], answer?: Answer) {
  const events: TokenEvent[] = []
  const asked: number[] = []
  const store: TokenStore = {
    get: (...query) => shared.get(...query),
    set: (...record) => shared.set(...record),
    lease: (...terms) => {
      asked.push(clock.monotonic())
      return lease(shared)?.(...terms) ?? Promise.resolve(undefined)
    },
  }
  const { clock, ...rest } = stubbedSource({
    store,
    onEvent: (event) => events.push(event),
    ...(answer && { answer }),
  })
  const shared = createMemoryStore({ clock }) as Required<TokenStore>
  return { ...rest, clock, shared, asked, leases: () => events.flatMap(leaseOutcome) }
}

const leaseOutcome = (event: TokenEvent) => (event.type === 'lease' ? [event.outcome] : [])

describe('a lease that another process holds', () => {
  it('B08 B10 and never gives back, ends the wait with the budget', async () => {
    const { source, clock, calls, leases } = sourceWith(() => async () => undefined)
    const error = await settled(source.getToken(), clock, STEP_MS)
    expect(error).toMatchObject({ code: 'token_endpoint_unavailable' })
    expect(String(error)).toContain('Another process holds the lease')
    expect(clock.monotonic()).toBeGreaterThanOrEqual(BUDGET_MS)
    expect(clock.monotonic()).toBeLessThanOrEqual(BUDGET_MS + 2 * STEP_MS)
    expect([calls.length, leases()]).toEqual([0, ['taken']])
  })

  it.each([
    ['at most', 1, [20, 40, 80, 160, 250, 250]],
    ['at least', 0, [10, 20, 40, 80, 125, 125]],
  ])('B10 is looked at again after %s so long, ever more seldom', async (_, random, waits) => {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    const { source, clock, asked } = sourceWith(() => async () => undefined)
    await settled(source.getToken(), clock, STEP_MS)
    expect(asked.slice(0, waits.length + 1).map((at, index) => at - (asked[index - 1] ?? at))).toEqual([
      0,
      ...waits,
    ])
  })

  it('B10 and who gets it next takes the token that it was held for', async () => {
    const { source, clock, calls, shared, endpoint } = sourceWith((store) => async (...terms) => {
      await holder.getToken()
      return store.lease(...terms)
    })
    const grant = clientCredentials({ tokenUrl, clientId, clientSecret, fetch: endpoint.fetch })
    const holder = createTokenSource({ grant, clock, store: shared })
    expect(await settled(source.getToken(), clock)).toMatchObject({ accessToken: 'token-1' })
    expect(calls).toHaveLength(1)
  })
})

describe('a lease of our own', () => {
  it('B02 B03 a token that is refused before it is given back is served to nobody; who waits on can leave', async () => {
    let giveBack = () => {}
    const free = new Promise<void>((resolve) => {
      giveBack = resolve
    })
    const { source, clock, endpoint } = sourceWith((store) => async (...terms) => {
      const lease = await store.lease(...terms)
      return lease && { ...lease, release: (...options) => free.then(() => lease.release(...options)) }
    })
    const caller = new AbortController()
    const waiting = source.getToken({ signal: caller.signal })
    while (source.peek() === undefined) await settled(Promise.resolve(), clock)
    source.invalidate('token-1')
    endpoint.answer = hang
    giveBack()
    while (endpoint.calls.length < 2) await settled(Promise.resolve(), clock)
    caller.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
  })

  it('B10 that lasts through a second try is not said to be lost', async () => {
    const { source, clock, leases } = sourceWith(
      (store) => store.lease,
      (_, number) => (number === 1 ? refuse(500, undefined, { 'retry-after': '5' }) : issue(number)),
    )
    expect(await settled(source.getToken(), clock)).toMatchObject({ accessToken: 'token-2' })
    expect(leases()).toEqual(['acquired'])
  })
})
