import type { LatchkeyErrorCode } from './errors.ts'

interface OfSubject {
  /** Whom the token is for, where the source serves several. */
  readonly subject?: string | undefined
}

interface TokenCall {
  /** Origin and path of the token endpoint. */
  readonly endpoint: string
  /** Counts the tries of one token call, from 1. */
  readonly attempt: number
}

/** What each event tells, by its type. None carries a secret; durations are in milliseconds. */
export interface TokenEvents {
  /** A token in memory was handed out. */
  cache_hit: OfSubject
  /**
   * None could be: there is none, it has come to its end, or a new one was asked for. The caller waits for a refresh
   * that begins or is under way, or meets the refusal that is remembered.
   */
  cache_miss: OfSubject & { readonly reason: 'empty' | 'expired' | 'forced' }
  /** A new token is being got, for all who want one; `background` where a valid one is served meanwhile. */
  refresh_start: OfSubject & { readonly background: boolean }
  /**
   * `issued` by the token endpoint, `adopted` from the store, `left` to another process while the old token serves, or the
   * code of what went wrong (`foreign`: not ours).
   */
  refresh_end: OfSubject & {
    readonly background: boolean
    readonly outcome: 'issued' | 'adopted' | 'left' | LatchkeyErrorCode | 'foreign'
    readonly durationMs: number
  }
  /** One HTTP exchange with the token endpoint begins. */
  token_call_start: TokenCall
  /**
   * And ends: with a status if one was answered, with an error code unless that was a success. What is wrong with the
   * token in a success shows at `refresh_end`.
   */
  token_call_end: TokenCall & {
    readonly durationMs: number
    readonly status?: number | undefined
    readonly error?: LatchkeyErrorCode | undefined
    /** It is tried again after this time. */
    readonly retryInMs?: number | undefined
  }
  /** A token that the API refused was dropped. */
  invalidate: OfSubject
  /** A refused request was sent again with a new token. */
  replay: OfSubject & { readonly outcome: 'cured' | 'refused' }
  /**
   * For `delayMs` no token call is made that could be: none at all (`refused`, unless the credentials change), none to
   * replace a token that still serves (`back_off`), or none after a 401 (`incurable`: a new token cured nothing).
   */
  cool_down: OfSubject & {
    readonly reason: 'refused' | 'back_off' | 'incurable'
    readonly delayMs: number
  }
  /** The store failed, did not answer in time, or holds what is no record of ours; it counts as empty. */
  store_failure: {
    readonly operation: 'get' | 'set' | 'lease'
    readonly reason: 'failed' | 'timed_out' | 'malformed'
  }
  /** The right to be the only one who refreshes; `unsupported` (said once, at construction): the store is shared, but not coordinated. */
  lease: OfSubject & { readonly outcome: 'acquired' | 'taken' | 'lost' | 'unsupported' }
}

export type TokenEventType = keyof TokenEvents

/** One step in the life of a token. */
export type TokenEvent = {
  [Type in TokenEventType]: { readonly type: Type } & TokenEvents[Type]
}[TokenEventType]

/** Is told each step. What it throws or rejects with is ignored: an observer is not part of the path. */
export type OnEvent = (event: TokenEvent) => void

/** The types of all events, which are the names of their channels too, behind `latchkey:`. */
export const TOKEN_EVENT_TYPES = [
  'cache_hit',
  'cache_miss',
  'refresh_start',
  'refresh_end',
  'token_call_start',
  'token_call_end',
  'invalidate',
  'replay',
  'cool_down',
  'store_failure',
  'lease',
] as const satisfies readonly TokenEventType[]

export interface EventSink {
  /** Whether anybody listens: asked before an event is made where every nanosecond counts. */
  wants(type: TokenEventType): boolean
  emit(event: TokenEvent): void
}

interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/**
 * Tells each event to `onEvent` and, where the runtime has diagnostics channels, to those who subscribed to
 * `latchkey:<type>`.
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export function createEventSink(onEvent: OnEvent | undefined): EventSink {
  const channels = diagnosticsChannels()
  return {
    wants: (type) => onEvent !== undefined || channels?.[type].hasSubscribers === true,
    emit(event) {
      channels?.[event.type].publish(event)
      try {
        const told: unknown = onEvent?.(event)
        if (told instanceof Promise) told.catch(() => {})
      } catch {}
    },
  }
}

// Asked for, not imported: the module is there on some runtimes only.
function diagnosticsChannels(): Record<TokenEventType, Channel> | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(id: string): unknown } }
  const module = process?.getBuiltinModule?.('node:diagnostics_channel') as
    | { channel(name: string): Channel }
    | undefined
  return (
    module &&
    (Object.fromEntries(
      TOKEN_EVENT_TYPES.map((type) => [type, module.channel(`latchkey:${type}`)]),
    ) as Record<TokenEventType, Channel>)
  )
}
