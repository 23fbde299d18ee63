import { describe, expect, it } from 'vitest'
import { clientCredentials } from '../../src/grants/client-credentials.ts'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import { createTokenSource } from '../../src/token-source.ts'
import {
  clientId,
  clientSecret,
  outcomeOf,
  stubTokenEndpoint,
  times,
  tokenUrl,
} from '../token-endpoint-stub.ts'

const PROCESSES = 4
const HOUR_MS = 3_600_000

/** Several sources that share a store, each as if in a process of its own, their token in its refresh window. */
async function fleetInWindow() {
  const { fetch, calls, clock } = stubTokenEndpoint()
  const store = createMemoryStore({ clock })
  const grant = clientCredentials({ tokenUrl, clientId, clientSecret, fetch })
  const sources = times(PROCESSES, () => createTokenSource({ grant, clock, store }))

  /** Lets time pass until all are settled. Keys are digested off this thread, which no clock can hurry. */
  async function settled<T>(promises: readonly Promise<T>[]): Promise<(T | Error)[]> {
    let outcomes: (T | Error)[] | undefined
    void Promise.all(promises.map(outcomeOf)).then((all) => {
      outcomes = all
    })
    for (; outcomes === undefined; await clock.advance(50)) await new Promise((next) => setTimeout(next, 2))
    return outcomes
  }

  await settled(sources.map((source) => source.getToken()))
  await clock.advance(0.75 * HOUR_MS)
  return { sources, calls, settled }
}

describe('a token that is refused while it is refreshed behind the callers', () => {
  it('B02 B10 costs the fleet one token call', async () => {
    const { sources, calls, settled } = await fleetInWindow()
    for (const source of sources) {
      const sent = source.peek()?.accessToken ?? ''
      expect(sent).toBe('token-1')
      source.invalidate(sent)
    }
    expect(await settled(sources.map((source) => source.getToken()))).toMatchObject(
      times(PROCESSES, () => ({ accessToken: 'token-2' })),
    )
    expect(calls).toHaveLength(2)
  })
})
