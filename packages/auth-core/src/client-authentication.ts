import { toBase64 } from './base64.ts'
import { invalidOption } from './check-options.ts'

/**
 * The `Authorization` header of HTTP Basic.
 *
 * | scheme | id and secret are |
 * |---|---|
 * | `basic` | taken as they are, in UTF-8 (RFC 7617) |
 * | `client_secret_basic` | form-encoded first (RFC 6749 section 2.3.1) |
 *
 * The two differ for special characters only; which one a provider reads is said in its document.
 */
export function basicAuthorization(
  scheme: 'basic' | 'client_secret_basic',
  clientId: string,
  clientSecret: string,
): string {
  const encode = scheme === 'basic' ? (text: string) => text : formEncode
  const pair = new TextEncoder().encode(`${encode(clientId)}:${encode(clientSecret)}`)
  return `Basic ${toBase64(pair)}`
}

/** Refuses a client id that HTTP Basic would cut in two. */
export function checkBasicClientId(scheme: string, clientId: string): void {
  if (scheme === 'basic' && clientId.includes(':')) {
    throw invalidOption('clientId', 'contains a colon, which HTTP Basic cannot carry in an id')
  }
}

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
