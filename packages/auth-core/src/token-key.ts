/**
 * The key of a token: one SHA-256 over everything that changes it. Each part is prefixed with its length, so that
 * no two tuples read alike, and no part is digested alone, so that no secret can be guessed from its own digest.
 * @returns 64 hexadecimal digits
 */
export async function tokenKey(parts: readonly (string | undefined)[]): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(parts.map(prefixed).join(',')),
  )
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function prefixed(part: string | undefined): string {
  if (part === undefined) return '-'
  // As JSON, because UTF-8 turns every lone surrogate into the same character.
  const text = JSON.stringify(part)
  return `${text.length}:${text}`
}
