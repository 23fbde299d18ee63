import { toBase64 } from './base64.ts'

const MAX_LENGTH = 500

/** `text` with every secret, plain or as an ordinary encoder writes it, replaced; at most 500 characters. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: a secret that is part of another one would leave the rest of it readable.
  const given = secrets.filter((secret) => secret !== '')
  const forms = [...new Set(given.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return forms.reduce((clean, form) => clean.replaceAll(form, '[redacted]'), text).slice(0, MAX_LENGTH)
}

function formsOf(secret: string): string[] {
  const base64 = toBase64(new TextEncoder().encode(secret)).replaceAll('=', '')
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_')
  return [secret, ...inUrls(secret), ...inJson(secret), ...inHtml(secret), ...inJson(base64), base64url]
}

function inUrls(secret: string): string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const url = form.replaceAll('+', '%20')
  // What encodeURIComponent leaves as it is, what URL does, and what Python does.
  const kept = [/%(?:21|27|28|29|7E)/g, /%(?:21|28|29|7E)/g]
  const python = url.replaceAll('*', '%2A').replace(/%(?:2F|7E)/g, decodeURIComponent)
  const urls = [form, url, python, ...kept.map((pattern) => url.replace(pattern, decodeURIComponent))]
  return [...urls, ...urls.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))]
}

/** As JavaScript writes it; as Go does; with ASCII alone, as Python does; and PHP, which escapes slashes too. */
function inJson(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const ascii = json.replace(/[^ -~]/g, escaped)
  return [
    json,
    json.replace(/[&<>]/g, escaped),
    ascii,
    ...[json, ascii].map((text) => text.replaceAll('/', '\\/')),
  ]
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Which characters become references differs, and how: by name, in decimals, in hexadecimals. */
function inHtml(secret: string): string[] {
  const named = secret.replace(/[&"<>]/g, (char) => HTML[char] ?? char)
  const hex = (char: string) => `&#x${char.codePointAt(0)?.toString(16).toUpperCase()};`
  const spellings = REFERENCES.reduce(
    (texts, [part, ...references]) =>
      texts.flatMap((text) => ['$&', ...references].map((reference) => text.replace(part, reference))),
    [named],
  )
  return [
    ...spellings,
    secret.replace(/[&"<>'/`=]/g, hex),
    secret.replace(/[^\w]/gu, (char) => `&#${char.codePointAt(0)};`),
  ]
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }
/** What one encoder leaves as it is, and another does not. */
const REFERENCES: readonly (readonly [part: RegExp, ...references: string[]])[] = [
  [/'/g, '&apos;', '&#39;', '&#039;', '&#x27;'],
  [/&quot;/g, '&#34;'],
  [/\//g, '&#x2F;'],
  [/`/g, '&#x60;'],
  [/=/g, '&#x3D;'],
]

/** An error made anew from name, message and code alone: whatever else a foreign error carries stays behind. */
export function withoutBaggage(error: unknown, secrets: readonly string[]): Error {
  const source = innermost(error)
  // Anybody's error: its members may be no text, or throw.
  const textOf = (name: 'message' | 'name'): string => {
    try {
      return redact(String(source[name]), secrets)
    } catch {
      return 'unreadable'
    }
  }
  const rebuilt = new Error(textOf('message'))
  rebuilt.name = textOf('name')
  const { code } = source as { code?: unknown }
  if (typeof code === 'string') Object.assign(rebuilt, { code: redact(code, secrets) })
  return rebuilt
}

// fetch says "fetch failed" and keeps what happened in its cause.
function innermost(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(typeof error)
  return error.cause instanceof Error ? error.cause : error
}
