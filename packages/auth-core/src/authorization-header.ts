type HeadersInput = RequestInit['headers']

/** Whether the caller set an `Authorization` of its own. */
export function hasAuthorization(headers: HeadersInput): boolean {
  if (headers == null) return false
  if (isPlain(headers)) {
    for (const name in headers) if (name.length === 13 && name.toLowerCase() === 'authorization') return true
    return false
  }
  return new Headers(headers).has('authorization')
}

/** The headers with the token; the caller's own object stays as it is. */
export function withToken(headers: HeadersInput, accessToken: string): NonNullable<HeadersInput> {
  const authorization = `Bearer ${accessToken}`
  if (headers == null) return { authorization }
  if (isPlain(headers)) return { ...headers, authorization }
  const copy = new Headers(headers)
  copy.set('authorization', authorization)
  return copy
}

/** A plain object can be read and copied without making a Headers of it, which costs more than all the rest. */
export function isPlain(headers: NonNullable<HeadersInput>): headers is Record<string, string> {
  return Object.getPrototypeOf(headers) === Object.prototype
}
