import { channel } from 'node:diagnostics_channel'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createEventSink, TOKEN_EVENT_TYPES, type TokenEvent } from '../src/events.ts'
import { subscribed } from './events/trace.ts'
import { stubbedSource, times } from './token-endpoint-stub.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const hit: TokenEvent = { type: 'cache_hit' }

describe('where nobody listens', () => {
  it('B24 a cached token costs one look at its channel: no event is made', async () => {
    const asked: string[] = []
    const published: unknown[] = []
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({
      channel: (name: string) => ({
        get hasSubscribers() {
          asked.push(name)
          return false
        },
        publish: (message: unknown) => void published.push(message),
      }),
    } as never)
    const { source } = stubbedSource()
    await source.getToken()
    published.length = 0
    for (const _ of times(10, () => 0)) await source.getToken()
    source.peek()
    expect(asked).toEqual(Array(11).fill('latchkey:cache_hit'))
    expect(published).toEqual([])
  })

  it('B24 no event is wanted', () => {
    const sink = createEventSink(undefined)
    expect(TOKEN_EVENT_TYPES.filter((type) => sink.wants(type))).toEqual([])
  })
})

describe('where somebody listens', () => {
  it('B24 all is wanted by onEvent', () => {
    const sink = createEventSink(() => {})
    expect(TOKEN_EVENT_TYPES.filter((type) => sink.wants(type))).toEqual(TOKEN_EVENT_TYPES)
  })

  it('B24 what has a subscriber is wanted, as long as it has one', () => {
    const sink = createEventSink(undefined)
    for (const type of TOKEN_EVENT_TYPES) {
      const listener = vi.fn()
      channel(`latchkey:${type}`).subscribe(listener)
      expect(TOKEN_EVENT_TYPES.filter((each) => sink.wants(each))).toEqual([type])
      sink.emit({ type } as TokenEvent)
      channel(`latchkey:${type}`).unsubscribe(listener)
      sink.emit({ type } as TokenEvent)
      expect(listener.mock.calls).toEqual([[{ type }, `latchkey:${type}`]])
    }
    expect(TOKEN_EVENT_TYPES.filter((type) => sink.wants(type))).toEqual([])
  })

  it('B24 subscribers and onEvent are told the same event, once each', async () => {
    const [byChannel, byOption]: [TokenEvent[], TokenEvent[]] = [[], []]
    const end = subscribed((event) => byChannel.push(event))
    await stubbedSource({ onEvent: (event) => byOption.push(event) }).source.getToken()
    end()
    expect(byOption.length).toBeGreaterThan(3)
    expect(byChannel.map((event, index) => event === byOption[index])).toEqual(byOption.map(() => true))
  })

  it('B24 what a subscriber throws is reported by Node, and changes nothing for the callers', async () => {
    // The runner's own listeners would make a failure of what is expected here.
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const reported: unknown[] = []
    process.on('uncaughtException', (error) => reported.push(error))
    const failure = new Error('the subscriber fails')
    const end = subscribed(() => {
      throw failure
    })
    try {
      const types: string[] = []
      const { source, calls } = stubbedSource({ onEvent: ({ type }) => types.push(type) })
      const tokens = await Promise.all(times(3, () => source.getToken()))
      await new Promise((resolve) => setImmediate(resolve))
      expect(tokens.map(({ accessToken }) => accessToken)).toEqual(times(3, () => 'token-1'))
      expect(calls).toHaveLength(1)
      expect(reported).toEqual(types.map(() => failure))
    } finally {
      end()
      process.removeAllListeners('uncaughtException')
      for (const listener of listeners) process.on('uncaughtException', listener)
    }
  })

  it.each(['refresh_start', 'token_call_start', 'token_call_end'])(
    'B01 who asks for a token when told of %s joins the refresh under way',
    async (type) => {
      const joining: Promise<unknown>[] = []
      const { source, calls } = stubbedSource({
        onEvent(event) {
          if (event.type === type && joining.length === 0) joining.push(source.getToken())
        },
      })
      const token = await source.getToken()
      expect(await Promise.all(joining)).toEqual([token])
      expect(calls).toHaveLength(1)
    },
  )

  it('B06 who looks at the token when told of a refresh behind the callers begins no other', async () => {
    let looked = 0
    const { source, calls, clock } = stubbedSource({
      onEvent(event) {
        if (event.type === 'refresh_start' && event.background && looked++ === 0) source.peek()
      },
    })
    await source.getToken()
    await clock.advance(3_000_000)
    await source.getToken()
    await clock.advance(0)
    expect(calls).toHaveLength(2)
  })
})

describe('where there are no diagnostics channels', () => {
  it.each<[string, unknown]>([
    ['no process', undefined],
    ['a process that has no getBuiltinModule', {}],
    ['a process without this module', { getBuiltinModule: () => undefined }],
  ])('B24 %s: onEvent is told all the same', (_, process) => {
    vi.stubGlobal('process', process)
    const onEvent = vi.fn()
    const [listened, silent] = [createEventSink(onEvent), createEventSink(undefined)]
    vi.unstubAllGlobals()
    listened.emit(hit)
    silent.emit(hit)
    expect(onEvent.mock.calls).toEqual([[hit]])
    expect([listened.wants('cache_hit'), silent.wants('cache_hit')]).toEqual([true, false])
  })
})
