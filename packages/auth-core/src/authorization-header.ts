type HeadersInput = RequestInit['headers']

/** Whether the caller set an `Authorization` of its own, or may have: an iterator could tell only once. */
export function hasAuthorization(headers: HeadersInput): boolean {
  if (headers == null) return false
  if (isPlain(headers)) {
    for (const name in headers) if (name.length === 13 && name.toLowerCase() === 'authorization') return true
    return false
  }
  if (typeof (headers as Partial<Iterator<unknown>>).next === 'function') return true
  return (headers instanceof Headers ? headers : new Headers(headers)).has('authorization')
}

/** The headers with the token; the caller's own object stays as it is. */
export function withToken(headers: HeadersInput, accessToken: string): Record<string, string> {
  const authorization = `Bearer ${accessToken}`
  if (headers == null) return { authorization }
  if (isPlain(headers)) return { ...headers, authorization }
  // A plain object is half the price of a second Headers.
  const record: Record<string, string> = {}
  for (const [name, value] of headers instanceof Headers ? headers : new Headers(headers))
    record[name] = value
  record['authorization'] = authorization
  return record
}

/** The headers as they were before `withToken`. */
export function withoutAuthorization(headers: HeadersInput): Headers {
  const copy = headersSnapshot(headers)
  copy.delete('authorization')
  return copy
}

/** The token that the headers carry, for masking it. */
export function bearerTokens(headers: HeadersInput): string[] {
  const authorization = new Headers(headers ?? undefined).get('authorization')
  return authorization === null ? [] : [authorization.replace(/^Bearer /, '')]
}

/** The headers as they are now, for who sends them later. */
export function headersSnapshot(headers: HeadersInput): Headers {
  return new Headers(headers ?? undefined)
}

/** A plain object can be read and copied without making a Headers of it, which costs more than all the rest. */
function isPlain(headers: NonNullable<HeadersInput>): headers is Record<string, string> {
  // The first comparison, which an iterator passes on Node 20, makes the second one cheap.
  return headers.constructor === Object && Object.getPrototypeOf(headers) === Object.prototype
}
