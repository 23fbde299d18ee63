import { checkUrl, invalidOption } from './check-options.ts'
import { LatchkeyError } from './errors.ts'

/** Which origins may see the token. */
export interface OriginPolicy {
  /** Whether the text is certainly a URL of a declared origin: a cheap look that may say no where `admit` says yes. */
  surelyAdmits(url: string): boolean
  /** Whether the token may go there. */
  admits(url: URL): boolean
  /** The URL, parsed. @throws {LatchkeyError} `origin_not_allowed` */
  admit(url: string): URL
}

/** @throws {LatchkeyError} `invalid_options` or `insecure_url` */
export function createOriginPolicy(origins: readonly string[], allowInsecureHttp?: boolean): OriginPolicy {
  if (!Array.isArray(origins) || origins.length === 0) {
    throw invalidOption('origins', 'is missing: name the origins that may see the token')
  }
  const declared = new Set(origins.map((origin) => originOf(checkOrigin(origin, allowInsecureHttp))))
  // With the slash behind it, an origin cannot continue into a longer host, another port or userinfo.
  const prefixes = [...declared].map((origin) => `${origin}/`)
  const [first = '', ...others] = prefixes

  const admits = (url: URL) => declared.has(originOf(url)) && url.username === '' && url.password === ''
  return {
    admits,
    surelyAdmits: (url) => url.startsWith(first) || others.some((prefix) => url.startsWith(prefix)),
    admit(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined
      if (url !== undefined && admits(url)) return url
      throw notAllowed(url, [...declared])
    },
  }
}

function checkOrigin(origin: string, allowInsecureHttp: boolean | undefined): URL {
  const url = checkUrl('origins', origin, allowInsecureHttp)
  if (url.pathname === '/' && url.search === '' && url.hash === '') return url
  throw invalidOption(
    'origins',
    'has a path or query; name the origin alone, such as https://api.example.com',
  )
}

// Not url.origin, which for blob: is that of the URL inside.
function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`
}

function notAllowed(url: URL | undefined, declared: readonly string[]): LatchkeyError {
  const target = url === undefined ? 'A URL that is not absolute' : originOf(url)
  return new LatchkeyError(
    'origin_not_allowed',
    `${target} is not a declared origin (${declared.join(', ')}); nothing was sent. Declare it in "origins" if the token may go there.`,
  )
}
