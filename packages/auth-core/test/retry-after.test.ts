import { describe, expect, it } from 'vitest'
import { retryAfterMs } from '../src/retry-after.ts'

const now = Date.UTC(2026, 0, 1, 12)

describe('B08 Retry-After', () => {
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['9'.repeat(400), 86_400_000],
    ['Thu, 01 Jan 2026 12:02:00 GMT', 120_000],
    ['Thursday, 01-Jan-26 12:02:00 GMT', 120_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
    ['1.5', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['Someday, GMT', undefined],
    ['2026-01-01', undefined],
  ])('B08 %s is %s ms', (value, expected) => {
    expect(retryAfterMs(new Headers(value === undefined ? {} : { 'retry-after': value }), now)).toBe(expected)
  })

  it('B08 blanks behind the value, which Node hands over, change nothing', () => {
    const asReceived = (value: string) => Object.assign(new Headers(), { get: () => value })
    expect(retryAfterMs(asReceived('120 \t'), now)).toBe(120_000)
  })

  it('B13 a date counts from the server’s own Date, whatever our clock says', () => {
    const headers = new Headers({
      'retry-after': 'Thu, 01 Jan 2026 09:00:20 GMT',
      date: 'Thu, 01 Jan 2026 09:00:00 GMT',
    })
    expect(retryAfterMs(headers, now)).toBe(20_000)
    headers.set('date', 'garbage')
    expect(retryAfterMs(headers, now)).toBe(0)
  })
})
