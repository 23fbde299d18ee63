import { globSync, readFileSync } from 'node:fs'
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OnEvent } from '../src/events.ts'
import { openTelemetry } from '../src/opentelemetry.ts'
import { startTelemetry } from './events/telemetry.ts'
import { subscribed } from './events/trace.ts'
import { issue, outcomeOf, refuse, stubbedSource } from './token-endpoint-stub.ts'

let telemetry: ReturnType<typeof startTelemetry>
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  telemetry = startTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await telemetry.end()
})

/** A source whose token calls take 400 ms. */
function slowSource(onEvent: OnEvent) {
  const stubbed = stubbedSource({ onEvent })
  const { endpoint, clock } = stubbed
  endpoint.answer = async (_, number) => {
    await new Promise<void>((resolve) => clock.setTimer(resolve, 400))
    return issue(number)
  }
  return stubbed
}

function durationMs({ duration: [seconds, nanoseconds] }: { duration: [number, number] }): number {
  return seconds * 1000 + nanoseconds / 1e6
}

describe('the span of a token call', () => {
  it('B24 is that of an HTTP client, and begins when the call did', async () => {
    const { source, clock } = slowSource(telemetry.observe)
    const token = source.getToken()
    await clock.advance(400)
    await token
    const span = telemetry.span('POST /token')
    expect(span).toMatchObject({ kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } })
    expect(span?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': 'id.example',
      'server.port': 443,
      'url.full': 'https://id.example/token',
      'url.template': '/token',
    })
    expect(span && durationMs(span)).toBe(400)
  })

  it('B24 of a failed try says what failed, and nothing of the body', async () => {
    const { source, clock } = stubbedSource({
      onEvent: telemetry.observe,
      answer: (_, number) => (number === 1 ? new TypeError('fetch failed') : refuse(401, 'invalid_client')),
    })
    const failed = outcomeOf(source.getToken())
    await clock.advance(1_000)
    await failed
    const [first, second] = telemetry.spans()
    expect(first?.attributes).toMatchObject({ 'error.type': 'token_endpoint_unavailable' })
    expect(first?.attributes).not.toHaveProperty(['http.response.status_code'])
    expect(second?.attributes).toMatchObject({
      'error.type': 'client_rejected',
      'http.response.status_code': 401,
      'http.request.resend_count': 1,
    })
    for (const span of telemetry.spans()) {
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR })
      expect(span.events).toEqual([])
    }
  })

  it.each([
    ['http://localhost/token', 80],
    ['http://localhost:8080/token', 8080],
  ])('B24 names the port of %s', async (tokenUrl, port) => {
    const { source } = stubbedSource({ onEvent: telemetry.observe, client: { tokenUrl } })
    await source.getToken()
    expect(telemetry.span('POST /token')?.attributes['server.port']).toBe(port)
  })
})

describe('the span of a refresh', () => {
  it('B24 tells how it ended', async () => {
    const { source, endpoint } = stubbedSource({ onEvent: telemetry.observe })
    await source.getToken()
    endpoint.answer = () => new Response('<html>')
    await outcomeOf(source.getToken({ forceRefresh: true }))
    const spans = telemetry.spans().filter(({ name }) => name === 'latchkey.refresh')
    expect(spans.map(({ kind, status, attributes }) => ({ kind, status, attributes }))).toEqual([
      {
        kind: SpanKind.INTERNAL,
        status: { code: SpanStatusCode.UNSET },
        attributes: { 'latchkey.background': false, 'latchkey.outcome': 'issued' },
      },
      {
        kind: SpanKind.INTERNAL,
        status: { code: SpanStatusCode.ERROR },
        attributes: {
          'latchkey.background': false,
          'latchkey.outcome': 'malformed_token_response',
          'error.type': 'malformed_token_response',
        },
      },
    ])
  })
})

describe('the parent of a span', () => {
  it('B24 is what was active where the refresh began, also behind the callers', async () => {
    const { source, clock } = slowSource(telemetry.observe)
    const tracer = telemetry.tracerProvider.getTracer('app')
    const inSpan = (name: string) =>
      tracer.startActiveSpan(name, (span) => ({ span, token: source.getToken() }))
    const first = inSpan('first')
    const second = inSpan('second')
    await clock.advance(400)
    await Promise.all([first.token, second.token])
    await clock.advance(2_430_000)
    const third = inSpan('third')
    await clock.advance(400)
    await third.token
    expect(telemetry.spans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual(
      [first, third].flatMap(({ span }) => [
        ['POST /token', span.spanContext().spanId],
        ['latchkey.refresh', span.spanContext().spanId],
      ]),
    )
  })
})

describe('OpenTelemetry', () => {
  it('B24 is told by a channel too', async () => {
    const end = subscribed(telemetry.observe)
    await stubbedSource().source.getToken()
    end()
    expect(telemetry.spans()).toHaveLength(2)
  })

  it('B24 is the global one unless another is given', async () => {
    trace.setGlobalTracerProvider(telemetry.tracerProvider)
    metrics.setGlobalMeterProvider(telemetry.meterProvider)
    await stubbedSource({ onEvent: openTelemetry() }).source.getToken()
    expect(telemetry.spans()).toHaveLength(2)
    expect((await telemetry.metrics()).get('latchkey.cache_miss')?.dataPoints).toHaveLength(1)
  })

  it('B24 measures seconds, in the buckets of the conventions', async () => {
    const { source, clock } = slowSource(telemetry.observe)
    const token = source.getToken()
    await clock.advance(400)
    await token
    const exported = await telemetry.metrics()
    for (const name of ['latchkey.token_call.duration', 'latchkey.refresh.duration']) {
      const { descriptor, dataPoints } = exported.get(name) ?? {}
      expect(descriptor).toMatchObject({ unit: 's', type: 'HISTOGRAM' })
      expect(dataPoints?.[0]?.value).toMatchObject({ sum: 0.4, count: 1 })
      expect(dataPoints?.[0]?.value).toHaveProperty('buckets.boundaries.0', 0.005)
    }
  })

  it('B21 is not given what it does not know', () => {
    expect(() => openTelemetry({ tracer: trace } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })

  it('B24 is imported by its own entry point and nothing else', () => {
    const src = new URL('../src/', import.meta.url)
    const importing = globSync('**/*.ts', { cwd: src }).filter((path) =>
      readFileSync(new URL(path, src), 'utf8').includes('@opentelemetry/'),
    )
    expect(importing).toEqual(['opentelemetry.ts'])
  })
})
