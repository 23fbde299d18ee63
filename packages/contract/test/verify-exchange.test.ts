import { describe, expect, test } from 'vitest'
import type { VerificationReport } from '../src/index.ts'
import { granted, isGranted, isToken, verifyAnswers } from './fixtures/answering.ts'
import { credentials, manualClock } from './fixtures/verify-sandbox.ts'

/** What the first request has shown. */
const first = ({ results }: VerificationReport) => results.find(({ outcome }) => outcome !== 'skipped')
const refused = () => Response.json({ error: 'refused' }, { status: 401 })
const busy = (headers: Record<string, string> = {}, status = 429) => new Response('', { status, headers })

describe('the pace', () => {
  test('is two requests a second, one at a time', async () => {
    const clock = manualClock()
    let open = 0
    const { sent } = await verifyAnswers(
      async () => {
        open += 1
        expect(open).toBe(1)
        await Promise.resolve()
        open -= 1
        return granted()
      },
      { clock },
    )
    expect(sent.length).toBeGreaterThan(9)
    expect(clock.sleeps).toEqual(Array.from(sent.slice(1), () => 500))
  })

  test('is what requestsPerSecond says, less the time that the answers took', async () => {
    const clock = manualClock()
    const { sent, report } = await verifyAnswers(
      async (one) => {
        await clock.sleep(60)
        return isToken(one) && isGranted(one) ? granted() : refused()
      },
      { clock, requestsPerSecond: 10 },
    )
    const answered = report.results.filter(({ status }) => status !== undefined)
    expect(new Set(answered.map(({ durationMs }) => durationMs))).toEqual(new Set([60]))
    expect(clock.sleeps).toEqual([60, ...Array.from(sent.slice(1), () => [40, 60]).flat()])
  })

  test('a clock that is set back holds nothing up', async () => {
    const clock = manualClock()
    let correction = 1_000_000
    await verifyAnswers(
      () => {
        correction = 0
        return granted()
      },
      { clock: { now: () => clock.now() + correction, sleep: clock.sleep } },
    )
    expect(clock.sleeps[0]).toBe(500)
  })
})

describe('a server that is busy or failing', () => {
  const date = 'Sat, 21 Nov 2026 08:00:00 GMT'
  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 08:00:09 GMT', date }, 9000],
    ['nothing', {}, 1000],
  ])('is asked once more after what Retry-After says in %s', async (_, headers, waitMs) => {
    const clock = manualClock()
    const answers = [busy(headers)]
    const { report } = await verifyAnswers(
      (one) => answers.shift() ?? (isGranted(one) ? granted() : refused()),
      {
        clock,
        requests: {},
        baseUrl: { 'https://login.shop.example': 'https://login.test' },
      },
    )
    expect(clock.sleeps[0]).toBe(waitMs)
    expect(first(report)).toMatchObject({ case: 'grant client_credentials', outcome: 'kept' })
  })

  test.each([[429], [500], [503], [599]])(
    'that stays so with %i is inconclusive, not drift',
    async (status) => {
      const { report, sent } = await verifyAnswers(() => busy({}, status), { credentials })
      expect(sent.map(({ url }) => url)).toEqual(Array.from({ length: 4 }, () => 'https://login.test/token'))
      expect(report.outcome).toBe('inconclusive')
      expect(first(report)).toMatchObject({
        outcome: 'inconclusive',
        status,
        findings: [{ kind: 'status', expected: 'must be 200', received: String(status) }],
      })
    },
  )

  test('is left alone when it asks for more than a minute', async () => {
    const clock = manualClock()
    const { sent } = await verifyAnswers(() => busy({ 'retry-after': '61' }), { clock })
    expect(sent).toHaveLength(2)
    expect(clock.sleeps).toEqual([500])
  })

  test('gets a write once more after 429, and never after 503', async () => {
    for (const [status, times] of [
      [429, 2],
      [503, 1],
    ] as const) {
      const { sent } = await verifyAnswers(
        (one) => (isToken(one) ? (isGranted(one) ? granted() : refused()) : busy({}, status)),
        { allowWrites: true },
      )
      const placed = sent.filter(({ init, body }) => init.method === 'POST' && body === '{"sku":"pen"}')
      expect(placed).toHaveLength(times * 2)
    }
  })

  test.each([[429], [500], [401]])('gets a wrong secret once, whatever comes: %i', async (status) => {
    const { sent } = await verifyAnswers((one) =>
      isToken(one) && isGranted(one) ? granted() : busy({ 'retry-after': '1' }, status),
    )
    const wrong = sent.filter(
      (one) => isToken(one) && JSON.parse(one.body).client_secret?.startsWith('wrong-'),
    )
    expect(wrong).toHaveLength(1)
    expect(sent.at(-1)).toBe(wrong[0])
  })

  test('that refuses the right secret gets no wrong one, and no second grant', async () => {
    const { sent, report } = await verifyAnswers(refused)
    expect(sent.filter(isToken)).toHaveLength(1)
    expect(report.results.filter(({ reason }) => reason?.includes('has refused'))).toHaveLength(1)
  })
})
