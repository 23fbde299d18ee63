import { checkHeaderValue } from './secret.ts'
import type { TokenSource } from './token-source.ts'

/** The source as one subject sees it: same cache, made to be thrown away. @throws {LatchkeyError} `invalid_options` */
export function forSubject(source: TokenSource, subject: string): TokenSource {
  checkHeaderValue('identifier', subject)
  const { peek, invalidate, replayed } = source
  return {
    getToken: (options) => source.getToken({ ...options, subject }),
    ...(peek && { peek: () => peek.call(source, subject) }),
    ...(invalidate && { invalidate: (rejected: string) => invalidate.call(source, rejected, { subject }) }),
    ...(replayed && {
      replayed: (outcome: 'cured' | 'refused') => replayed.call(source, outcome, { subject }),
    }),
  }
}
