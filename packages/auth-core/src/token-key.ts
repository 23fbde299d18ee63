/**
 * The key of a token: one SHA-256 over everything that changes it. Each part is prefixed with its length, so that
 * no two tuples read alike, and no part is digested alone, so that no secret can be guessed from its own digest.
 * @returns 64 hexadecimal digits
 */
export async function tokenKey(parts: readonly (string | undefined)[]): Promise<string> {
  const tuple = parts.map((part) => (part === undefined ? '-' : `${part.length}:${part}`)).join(',')
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tuple))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
