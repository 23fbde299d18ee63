import { toBase64 } from './base64.ts'

const MAX_LENGTH = 500

/** `text` with every secret, plain or encoded as a form or as JSON, replaced; at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: a secret that is part of another one would leave the rest of it readable.
  const given = secrets.filter((secret) => secret !== '')
  const forms = [...new Set(given.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return forms.reduce((clean, form) => clean.replaceAll(form, '[redacted]'), text).slice(0, MAX_LENGTH)
}

function formsOf(secret: string): string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const url = form.replaceAll('+', '%20')
  // What encodeURIComponent leaves as it is, and URL does.
  const kept = [/%(?:21|27|28|29|7E)/g, /%(?:21|28|29|7E)/g]
  const urls = [form, url, ...kept.map((pattern) => url.replace(pattern, decodeURIComponent))]
  const lowerCase = urls.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))
  const base64 = toBase64(new TextEncoder().encode(secret)).replaceAll('=', '')
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_')
  const html = secret.replace(/[&"<>]/g, (char) => HTML[char] ?? char)
  return [secret, ...urls, ...lowerCase, JSON.stringify(secret).slice(1, -1), base64, base64url, html]
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }

/** An error made anew from name, message and code alone: whatever else a foreign error carries stays behind. */
export function withoutBaggage(error: unknown, secrets: readonly string[]): Error {
  const source = innermost(error)
  const rebuilt = new Error(redact(source.message, secrets))
  rebuilt.name = redact(source.name, secrets)
  const { code } = source as { code?: unknown }
  if (typeof code === 'string') Object.assign(rebuilt, { code: redact(code, secrets) })
  return rebuilt
}

// fetch says "fetch failed" and keeps what happened in its cause.
function innermost(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(typeof error)
  return error.cause instanceof Error ? error.cause : error
}
