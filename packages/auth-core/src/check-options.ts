import { LatchkeyError } from './errors.ts'

/** The error for an option that cannot be used; never carries the option's value. */
export function invalidOption(option: string, problem: string): LatchkeyError {
  return new LatchkeyError('invalid_options', `Option "${option}" ${problem}.`)
}

/** Refuses anything but an object with known members: a misspelt option would otherwise do nothing. */
export function checkKnown(owner: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new LatchkeyError('invalid_options', `${owner} needs an options object.`)
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new LatchkeyError(
        'invalid_options',
        `${owner} has no option "${name}"; it knows ${known.join(', ')}.`,
      )
    }
  }
}

/** Refuses a duration that is not a finite, positive number of milliseconds. */
export function checkDuration(option: string, value: number): number {
  if (typeof value !== 'number' || !(value > 0) || value === Number.POSITIVE_INFINITY) {
    throw invalidOption(option, 'must be a positive number of milliseconds')
  }
  return value
}

/**
 * The URL, parsed. Plain http is for loopback, or for who asks for it by name.
 * @throws {LatchkeyError} `invalid_options` or `insecure_url`
 */
export function checkUrl(option: string, value: unknown, allowInsecureHttp?: boolean): URL {
  checkFlag('allowInsecureHttp', allowInsecureHttp)
  if (value === undefined) throw invalidOption(option, 'is missing: an absolute https URL is needed')
  if (typeof value !== 'string' || !URL.canParse(value)) throw invalidOption(option, 'is not an absolute URL')
  const url = new URL(value)
  if (url.username !== '' || url.password !== '') throw invalidOption(option, 'has credentials in the URL')
  if (url.protocol === 'https:' || (url.protocol === 'http:' && (allowInsecureHttp || isLoopback(url))))
    return url
  throw new LatchkeyError(
    'insecure_url',
    // Of another protocol it is no place, and may be a secret that got into the wrong option.
    `Option "${option}" is ${url.protocol === 'http:' ? `http://${url.host}` : 'no http URL'}: tokens and secrets need https (http only for loopback, or with allowInsecureHttp: true).`,
  )
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Refuses to hold a secret in a browser, where every visitor can read it. */
export function checkNotBrowser(dangerouslyAllowBrowser?: boolean): void {
  checkFlag('dangerouslyAllowBrowser', dangerouslyAllowBrowser)
  const { window } = globalThis as { window?: { document?: unknown } }
  if (window?.document === undefined || dangerouslyAllowBrowser) return
  throw new LatchkeyError(
    'browser_forbidden',
    'A secret in a browser is public: call the API from your back end (or set dangerouslyAllowBrowser: true).',
  )
}

/** Refuses what is none of the known choices; absent is one of them. */
export function checkChoice(option: string, value: unknown, choices: readonly unknown[]): void {
  if (value === undefined || choices.includes(value)) return
  throw invalidOption(option, `must be one of ${choices.join(', ')}`)
}

/** Refuses what is neither true nor false, such as the 'false' of an environment variable; absent is false. */
export function checkFlag(option: string, value: unknown): void {
  checkChoice(option, value, [true, false])
}

/** Refuses what cannot be called. */
export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw invalidOption(option, 'must be a function')
}

/** Refuses a count that is not a whole number of at least 1. */
export function checkPositive(option: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw invalidOption(option, 'must be a whole number of at least 1')
  return value
}
