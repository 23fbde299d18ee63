/** Takes secrets out of what a server said, before anybody reads it. */
export interface Mask {
  add(...secrets: (string | undefined)[]): void
  /** The text without secrets and control characters, at most 200 characters of it. */
  clean(text: string): string
}

export function createMask(): Mask {
  const forms = new Set<string>()
  return {
    add(...secrets) {
      for (const secret of secrets) if (secret) for (const form of formsOf(secret)) forms.add(form)
    },
    clean(text) {
      // The longest first: a secret that is part of another one would leave the rest of it readable.
      const longestFirst = [...forms].sort((a, b) => b.length - a.length)
      const masked = longestFirst.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text)
      return masked.replace(/\p{C}/gu, '?').slice(0, 200)
    },
  }
}

/** The secret as it is, and as URLs, forms, JSON, JSON pointers and Basic headers carry it. */
function formsOf(secret: string): string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const bytes = Buffer.from(secret)
  const texts = [secret, form, form.replaceAll('+', '%20'), encodeURIComponent(secret)]
  const escaped = secret.replaceAll('~', '~0').replaceAll('/', '~1')
  const encoded = [bytes.toString('base64'), bytes.toString('base64url')].map((text) =>
    text.replace(/=+$/, ''),
  )
  return [
    ...texts,
    ...texts.map((text) => text.toLowerCase()),
    escaped,
    JSON.stringify(secret).slice(1, -1),
    ...encoded,
  ]
}
