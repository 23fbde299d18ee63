import { describe, expect, it } from 'vitest'
import { httpDate } from '../src/http-date.ts'

describe('httpDate', () => {
  it.each(['Thu, 01 Jan 2026 12:02:00 GMT', 'Thursday, 01-Jan-26 12:02:00 GMT'])('B13 %s is one', (text) => {
    expect(httpDate(text)).toBe(Date.UTC(2026, 0, 1, 12, 2))
  })

  // Date.parse takes all of them but the last two.
  it.each([
    'about Thu, 01 Jan 2026 12:02:00 GMT',
    'Thu, 01 Jan 2026 12:02:00 GMT+2',
    'Thu, 01 Jan 2026 12:02:00',
    '01 Jan 2026 12:02:00 GMT',
    '2026-01-01T12:02:00Z',
    '1.5',
    'Someday, GMT',
    null,
  ])('B13 %s is none', (text) => {
    expect(httpDate(text)).toBeUndefined()
  })
})
