import {
  type Attributes,
  type MeterProvider,
  metrics,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'
import { checkKnown } from './check-options.ts'
import type { OnEvent, TokenEvent, TokenEvents, TokenEventType } from './events.ts'

export interface OpenTelemetryOptions {
  /** @default the global one */
  readonly tracerProvider?: TracerProvider | undefined
  /** @default the global one as it is now: register yours before */
  readonly meterProvider?: MeterProvider | undefined
}

const NAME = '@latchkey/auth-core'

type Timed = `${'refresh' | 'token_call'}_${'start' | 'end'}`

/** What is counted, and by which members. Never by subject: there may be many of them, and they may be persons. */
const COUNTED = {
  cache_hit: [],
  cache_miss: ['reason'],
  invalidate: [],
  replay: ['outcome'],
  cool_down: ['reason'],
  store_failure: ['operation', 'reason'],
  lease: ['outcome'],
} as const satisfies {
  readonly [Type in Exclude<TokenEventType, Timed>]: readonly (keyof TokenEvents[Type])[]
}

/** The bounds that the semantic conventions name for the duration of HTTP requests, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/**
 * Tells OpenTelemetry what a token source tells. A token call becomes a span of a client and a refresh an internal one,
 * both made when they end and children of what was active where the refresh began; the durations of both become
 * histograms, in seconds, and the other steps counters.
 *
 * @returns an observer for option `onEvent`, or for the channels of every source of the process
 * @throws {LatchkeyError} `invalid_options`
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): OnEvent {
  checkKnown('openTelemetry', options, ['tracerProvider', 'meterProvider'])
  const tracer = (options.tracerProvider ?? trace).getTracer(NAME)
  const meter = (options.meterProvider ?? metrics).getMeter(NAME)
  const histogram = (name: string) =>
    meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: BOUNDS } })
  const tokenCalls = histogram('latchkey.token_call.duration')
  const refreshes = histogram('latchkey.refresh.duration')
  const counters = new Map(
    Object.entries(COUNTED).map(([type, members]) => [
      type,
      { members, counter: meter.createCounter(`latchkey.${type}`) },
    ]),
  )

  function span(name: string, kind: SpanKind, attributes: Attributes, durationMs: number): void {
    const endTime = Date.now()
    const made = tracer.startSpan(name, { kind, attributes, startTime: new Date(endTime - durationMs) })
    if (attributes['error.type'] !== undefined) made.setStatus({ code: SpanStatusCode.ERROR })
    made.end(new Date(endTime))
  }

  return (event) => {
    if (event.type === 'token_call_end') {
      const { pathname } = new URL(event.endpoint)
      const { durationMs, attempt } = event
      const attributes = attributesOfCall(event)
      tokenCalls.record(durationMs / 1000, attributes)
      const resent = attempt === 1 ? {} : { 'http.request.resend_count': attempt - 1 }
      const urls = { 'url.full': event.endpoint, 'url.template': pathname }
      span(`POST ${pathname}`, SpanKind.CLIENT, { ...attributes, ...urls, ...resent }, durationMs)
    } else if (event.type === 'refresh_end') {
      const attributes = attributesOfRefresh(event)
      refreshes.record(event.durationMs / 1000, attributes)
      span('latchkey.refresh', SpanKind.INTERNAL, attributes, event.durationMs)
    } else {
      const counted = counters.get(event.type)
      counted?.counter.add(1, attributesOf(event, counted.members))
    }
  }
}

type Told<Type extends TokenEventType> = Extract<TokenEvent, { type: Type }>

function attributesOfCall({ endpoint, status, error }: Told<'token_call_end'>): Attributes {
  const { protocol, hostname, port } = new URL(endpoint)
  return {
    'http.request.method': 'POST',
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'http:' ? 80 : 443),
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(error === undefined ? {} : { 'error.type': error }),
  }
}

const NO_ERROR: readonly string[] = ['issued', 'adopted', 'left']

function attributesOfRefresh({ background, outcome }: Told<'refresh_end'>): Attributes {
  return {
    'latchkey.background': background,
    'latchkey.outcome': outcome,
    ...(NO_ERROR.includes(outcome) ? {} : { 'error.type': outcome }),
  }
}

function attributesOf(event: TokenEvent, members: readonly string[]): Attributes {
  const told = event as unknown as Attributes
  return Object.fromEntries(members.map((member) => [`latchkey.${member}`, told[member]]))
}
