import { channel } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { vi } from 'vitest'
import { type OnEvent, TOKEN_EVENT_TYPES, type TokenEvent, type TokenEvents } from '../../src/events.ts'
import { clientSecret, type StubbedSourceOptions, stubbedSource, tokenUrl } from '../token-endpoint-stub.ts'

/** An event as a golden trace writes it: its type, and what it tells beside the endpoint, which is always the same. */
export type Step = {
  [Type in keyof TokenEvents]: readonly [Type, Partial<TokenEvents[Type]>?]
}[keyof TokenEvents]

/** All that an event tells, but what is undefined, 0 ms, or the one endpoint there is. */
export function stepOf({ type, ...told }: TokenEvent): Step {
  const noteworthy = Object.entries(told).filter(
    ([name, value]) => value !== undefined && value !== tokenUrl && !(name === 'durationMs' && value === 0),
  )
  return (noteworthy.length === 0 ? [type] : [type, Object.fromEntries(noteworthy)]) as Step
}

/** What a scenario plays on: sources that are listened to, and what was heard so far. */
export interface Stage {
  readonly heard: TokenEvent[]
  source(options?: StubbedSourceOptions): ReturnType<typeof stubbedSource>
  /** Leaves out of the trace what was only to get there. */
  forget(): void
  /** Waits for an event that no clock can hurry: the key of a record is digested off this thread. */
  hears(type: keyof TokenEvents): Promise<unknown>
}

/** Begins to listen; what it returns is told when a source has been made, and when all is over. */
type Listen = (tell: OnEvent) => {
  readonly onEvent?: OnEvent
  made?(): void
  end?(): void
}

export interface Way {
  readonly listen: Listen
  /** What a source tells while it is made is not heard. */
  readonly comesLate?: boolean
}

/** The ways to listen, which all come to hear the same, and change nothing. */
export const ways = {
  onEvent: { listen: (tell) => ({ onEvent: tell }) },
  'an onEvent that throws': {
    listen: (tell) => ({
      onEvent(event) {
        tell(event)
        throw new Error('the observer fails')
      },
    }),
  },
  'an onEvent that rejects': {
    listen: (tell) => ({
      async onEvent(event) {
        tell(event)
        throw new Error('the observer fails')
      },
    }),
  },
  'an onEvent where there are no channels': {
    listen(tell) {
      const without = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
      return { onEvent: tell, end: () => without.mockRestore() }
    },
  },
  'channels subscribed to before the source is made': { listen: (tell) => ({ end: subscribed(tell) }) },
  'channels subscribed to once the source is made': {
    comesLate: true,
    listen(tell) {
      let end: (() => void) | undefined
      return {
        made() {
          end ??= subscribed(tell)
        },
        end: () => end?.(),
      }
    },
  },
} satisfies Readonly<Record<string, Way>>

/** @returns what ends it */
export function subscribed(tell: OnEvent): () => void {
  const channels = TOKEN_EVENT_TYPES.map((type) => channel(`latchkey:${type}`))
  const listener = (message: unknown) => tell(message as TokenEvent)
  for (const each of channels) each.subscribe(listener)
  return () => {
    for (const each of channels) each.unsubscribe(listener)
  }
}

/** Plays a scenario before a listener. @returns what it was told */
export async function heardOf(
  play: (stage: Stage) => Promise<unknown>,
  listen: Listen,
): Promise<TokenEvent[]> {
  const heard: TokenEvent[] = []
  const { onEvent, made, end } = listen((event) => void heard.push(event))
  const stage: Stage = {
    heard,
    source(options = {}) {
      const stubbed = stubbedSource({ ...options, onEvent })
      made?.()
      return stubbed
    },
    forget: () => void heard.splice(0),
    hears: (type) => vi.waitUntil(() => heard.some((event) => event.type === type), { interval: 1 }),
  }
  try {
    await play(stage)
  } finally {
    end?.()
  }
  return heard
}

/** The same step, that often. */
export function each(count: number, step: Step): Step[] {
  return Array(count).fill(step)
}

/** Every secret and token of the scenarios. */
export const SECRETS: RegExp = new RegExp(`${clientSecret}|made-up-password|refresh-\\d|token-\\d`)

/** All that can be seen of it. */
export function shown(value: unknown): string {
  const all = Number.POSITIVE_INFINITY
  return inspect(value, { depth: all, maxArrayLength: all, maxStringLength: all, showHidden: true })
}
