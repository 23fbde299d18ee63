/** The instant of an HTTP date in epoch milliseconds, undefined where it is none. */
export function httpDate(text: string | null): number | undefined {
  // Date.parse alone takes far more for a date, "1.5" among it.
  const instant = text !== null && /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(instant) ? undefined : instant
}
