import { checkHeaderValue } from './secret.ts'
import type { TokenSource } from './token-source.ts'

/** The source as one subject sees it: same cache, made to be thrown away. @throws {LatchkeyError} `invalid_options` */
export function forSubject(source: TokenSource, subject: string): TokenSource {
  checkHeaderValue('identifier', subject)
  return {
    getToken: (options) => source.getToken({ ...options, subject }),
    ...(source.peek && { peek: () => source.peek?.(subject) }),
    ...(source.invalidate && {
      invalidate: (rejected: string) => source.invalidate?.(rejected, { subject }),
    }),
    ...(source.replayed && {
      replayed: (outcome: 'cured' | 'refused') => source.replayed?.(outcome, { subject }),
    }),
  }
}
