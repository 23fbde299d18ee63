const MAX_LENGTH = 500

/** `text` with every secret, plain or form-encoded, replaced; at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret === '') continue
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
      clean = clean.replaceAll(form, '[redacted]')
    }
  }
  return clean.slice(0, MAX_LENGTH)
}

/** An error made anew from name, message and code alone: whatever else a foreign error carries stays behind. */
export function withoutBaggage(error: unknown, secrets: readonly string[]): Error {
  const source = innermost(error)
  const rebuilt = new Error(redact(source.message, secrets))
  rebuilt.name = source.name
  const { code } = source as { code?: unknown }
  if (typeof code === 'string') Object.assign(rebuilt, { code })
  return rebuilt
}

// fetch says "fetch failed" and keeps what happened in its cause.
function innermost(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(typeof error)
  return error.cause instanceof Error ? error.cause : error
}
