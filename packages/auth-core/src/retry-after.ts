import { httpDate } from './http-date.ts'

// Nobody waits longer: a server that asks for more is asked again after a day.
const MAX_WAIT_MS = 86_400_000

/**
 * How long a `Retry-After` header asks us to wait, in milliseconds, at most a day: a number of seconds or an HTTP
 * date. The server's own `Date` counts where it is there, so that a wrong clock here changes nothing.
 * @returns undefined where there is none, or none that can be read
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, MAX_WAIT_MS)
  const until = httpDate(value)
  if (until === undefined) return undefined
  return Math.min(Math.max(until - (httpDate(headers.get('date')) ?? now), 0), MAX_WAIT_MS)
}
