const MAX_LENGTH = 500

/** `text` with every secret, plain or encoded as a form or as JSON, replaced; at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: a secret that is part of another one would leave the rest of it readable.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return forms.reduce((clean, form) => clean.replaceAll(form, '[redacted]'), text).slice(0, MAX_LENGTH)
}

function formsOf(secret: string): string[] {
  if (secret === '') return []
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  return [secret, form, form.replaceAll('+', '%20'), JSON.stringify(secret).slice(1, -1)]
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
