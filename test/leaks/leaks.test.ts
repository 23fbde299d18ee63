import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isLatchkeyError, TOKEN_EVENT_TYPES } from '@latchkey/auth-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canaries, leaksIn, writings } from './canaries.ts'
import { failures, quotations } from './endings.ts'
import { carriers, exhibits } from './exhibits.ts'
import { exportedNames } from './exports.ts'
import { shown } from './shown.ts'
import { use } from './use.ts'
import { createWorld, type World } from './world.ts'

/** What gives a secret away, as `view: secret`. */
function leaks(value: unknown): string[] {
  return Object.entries(shown(value)).flatMap(([view, text]) =>
    leaksIn(text).map((name) => `${view}: ${name}`),
  )
}

const published: unknown[] = []
const channels = TOKEN_EVENT_TYPES.map((type) => `latchkey:${type}`)
const listener = (message: unknown) => void published.push(message)
beforeAll(() => {
  for (const channel of channels) subscribe(channel, listener)
})
afterAll(() => {
  for (const channel of channels) unsubscribe(channel, listener)
})

/** Plays with every exhibit in a world of its own, and says what gave something away, as `export: view: secret`. */
async function leaksOfAll(
  play: (exhibit: unknown, world: World) => Promise<unknown>,
  options: Parameters<typeof createWorld>[0] = {},
): Promise<string[]> {
  const found = Object.entries(exhibits).map(async ([name, make]) => {
    const world = createWorld(options)
    const held = await play(await make(world), world)
    world.close()
    return leaks([held, world.events]).map((leak) => `${name}: ${leak}`)
  })
  return [...(await Promise.all(found)).flat(), ...leaks(published.splice(0))]
}

it('B17 every export of every package is on show, or a carrier with its reason', async () => {
  const exported = await exportedNames()
  expect(exported.length).toBeGreaterThan(20)
  expect([...Object.keys(exhibits), ...Object.keys(carriers)].sort()).toEqual(exported.sort())
})

describe('B17 the search itself', () => {
  it.each(Object.entries(canaries))('B17 finds the %s however it is written down or cut', (name, secret) => {
    for (const write of Object.values(writings)) expect(leaksIn(`a ${write(secret)} b`)).toEqual([name])
    expect(leaksIn(secret.slice(0, 20))).toEqual([name])
    expect(leaksIn(`Basic ${Buffer.from(`id:${secret}`).toString('base64')}`)).toEqual([name])
  })

  it('B17 finds it wherever it is', () => {
    const { clientSecret } = canaries
    const hidden = Object.defineProperty({}, 'a', { value: clientSecret })
    const inherited = Object.create({
      get: () => 0,
      get a() {
        return clientSecret
      },
    })
    const inCause = new Error('a', { cause: new AggregateError([new Error(clientSecret)]) })
    const inHeaders = new Headers({ authorization: `Bearer ${canaries.accessToken}` })
    const others = [
      { [Symbol('a')]: clientSecret },
      { toJSON: () => clientSecret },
      new Map([[1, clientSecret]]),
    ]
    for (const value of [hidden, inherited, inCause, inHeaders, ...others])
      expect(leaks(value)).not.toEqual([])
  })

  it('B17 every secret was sent, every token issued, and events were told', async () => {
    const worlds: World[] = []
    await leaksOfAll(async (exhibit, world) => {
      worlds.push(world)
      await use(exhibit)
    })
    const known = new Set(worlds.flatMap(({ sent }) => sent.flatMap((request) => request.known)))
    expect([...known].sort()).toEqual(Object.keys(canaries).sort())
    expect(worlds.filter(({ events }) => events.length > 0).length).toBeGreaterThan(10)
  })
})

describe('B17 no secret is shown', () => {
  it('B17 before use', async () => {
    expect(await leaksOfAll(async (exhibit) => exhibit)).toEqual([])
  })

  it('B17 after success', async () => {
    expect(await leaksOfAll(use)).toEqual([])
  })

  it('B17 with a store that fails and says what it was given', async () => {
    expect(await leaksOfAll(use, { storeFails: true })).toEqual([])
  })

  it.each([...failures, ...quotations])('B17 after $name of the token call', async (ending) => {
    const play = async (exhibit: unknown, world: World) => {
      world.endTokenCalls(ending)
      return use(exhibit)
    }
    expect(await leaksOfAll(play)).toEqual([])
  })

  it.each(failures)('B17 after $name of the token call, once tokens were issued', async (ending) => {
    const play = async (exhibit: unknown, world: World) => {
      await use(exhibit)
      world.endTokenCalls(ending)
      return use(exhibit)
    }
    expect(await leaksOfAll(play)).toEqual([])
  })

  it.each(failures)('B17 by our errors after $name of the API call', async (ending) => {
    let ours = 0
    const play = async (exhibit: unknown, world: World) => {
      world.endApiCalls(ending)
      // The answer itself, and what a fetch without a typed client rejects with, are the caller's.
      const errors = (await use(exhibit)).filter(isLatchkeyError)
      ours += errors.length
      return errors
    }
    expect(await leaksOfAll(play)).toEqual([])
    expect(ours).toBeGreaterThan(0)
  })
})
