import { invalidOption } from './check-options.ts'

/**
 * A credential, or a function that returns it. A function is asked before a token call, never while a token is cached;
 * what it throws reaches the caller as it is, and is not remembered.
 */
export type Secret = string | (() => string | Promise<string>)

/** Refuses what cannot be a credential, at construction. */
export function checkSecret(option: string, secret: unknown): asserts secret is Secret {
  if (typeof secret !== 'function') checkCredential(option, secret)
}

/** Refuses a credential that is missing, blank, or (a file read with its line end) has blanks around it. */
export function checkCredential(option: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '') throw invalidOption(option, 'is missing or blank')
  if (value.trim() !== value) throw invalidOption(option, 'has blanks or a line break at an end; trim it')
  if (hasControlCharacter(value)) throw invalidOption(option, 'contains a control character')
  if (/\p{Surrogate}/u.test(value)) throw invalidOption(option, 'contains half a character')
}

/** Refuses what must not become the value of a header. */
export function checkHeaderValue(option: string, value: unknown): asserts value is string {
  checkCredential(option, value)
  if (/[^\x20-\xff]/.test(value))
    throw invalidOption(option, 'has a character that no header can carry (Latin-1 only)')
}

/** The credentials of one token call: each function is asked once, however many places need its answer. */
export interface SecretMemory {
  /** The credential, checked as it arrives. */
  resolve(option: string, secret: Secret): Promise<string>
  /** The same, for comparing only. */
  ask(secret: Secret | undefined): Promise<string | undefined>
}

/** @param inTime bounds the wait for a function that does not answer */
export function rememberSecrets(inTime: <T>(answer: Promise<T>) => Promise<T>): SecretMemory {
  const answers = new Map<Secret, Promise<string>>()
  async function ask(secret: Secret | undefined): Promise<string | undefined> {
    if (typeof secret !== 'function') return secret
    const answer = answers.get(secret) ?? inTime(Promise.resolve(secret()))
    answers.set(secret, answer)
    return answer
  }
  return {
    ask,
    async resolve(option, secret) {
      const value = await ask(secret)
      checkCredential(option, value)
      return value
    },
  }
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((char) => char < ' ' || char === '\x7f')
}
