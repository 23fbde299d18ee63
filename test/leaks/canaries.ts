import { randomBytes } from 'node:crypto'

/** A secret that is recognised by either half of it, however it is written down or cut. */
interface Canary {
  readonly text: string
  readonly halves: readonly string[]
}

/** Between the halves stands what form, URL, JSON, HTML and base64 each write in another way. */
function canary(between: string): Canary {
  const halves = [half(), half()] as const
  return { text: halves.join(between), halves }
}

const half = () => randomBytes(9).toString('hex')

const all = {
  clientSecret: canary(`:&"ü +%'(~)!*/\\ `),
  password: canary(`&"ö ='<~>`),
  // What a header can carry, and a token may consist of.
  seed: canary('+/%"\\&='),
  accessToken: canary('+/%"\\&='),
  refreshToken: canary('+/%"\\&='),
} as const

export type CanaryName = keyof typeof all

/** The secrets themselves, for whoever needs one. */
export const canaries = Object.fromEntries(
  Object.entries(all).map(([name, { text }]) => [name, text]),
) as Record<CanaryName, string>

/** What shows that a half stands in a text: itself, its hex digits, or its base64 at each of the three offsets. */
function tracesOf(text: string): string[] {
  const shifted = [0, 1, 2].map((offset) => {
    const base64 = Buffer.from(' '.repeat(offset) + text).toString('base64')
    // The first and last digits depend on what stands beside it.
    return base64.slice(offset === 0 ? 0 : 4, -4)
  })
  return [text, Buffer.from(text).toString('hex'), ...shifted]
}

const traces = Object.entries(all).flatMap(([key, { halves }]) => {
  const name = key as CanaryName
  return halves.flatMap(tracesOf).map((trace) => ({ name, trace }))
})

/** The names of the secrets that the text gives away, whole or in part. */
export function leaksIn(text: string): CanaryName[] {
  return [...new Set(traces.filter(({ trace }) => text.includes(trace)).map(({ name }) => name))]
}

/** The ways in which a server that quotes a secret may write it down. */
export const writings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'as a form': (secret) => new URLSearchParams({ '': secret }).toString().slice(1),
  'in a URL': encodeURIComponent,
  'in a URL, in lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'as base64': (secret) => Buffer.from(secret).toString('base64'),
  'as base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'as HTML': (secret) => secret.replace(/[&"<>]/g, (char) => HTML[char] ?? char),
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }
