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
  const waitMs = /^\d+$/.test(value)
    ? Number(value) * 1000
    : httpDate(value) - (httpDate(headers.get('date')) || now)
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_WAIT_MS)
}

// Date.parse alone takes far more for a date, "1.5" among it.
function httpDate(text: string | null): number {
  return text !== null && /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN
}
