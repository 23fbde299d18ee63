import { invalidOption } from './check-options.ts'
import { checkHeaderValue } from './secret.ts'
import type { SubjectOptions, TokenSource } from './token-source.ts'

/** The source as one subject sees it: same cache, made to be thrown away. @throws {LatchkeyError} `invalid_options` */
export function forSubject(source: TokenSource, subject: string): TokenSource {
  checkHeaderValue('identifier', subject)
  const { peek, invalidate, replayed } = source
  const isOther = (asked: string | undefined) => asked !== undefined && asked !== subject
  return {
    getToken: (options) => (isOther(options?.subject) ? refuse() : source.getToken({ ...options, subject })),
    ...(peek && { peek: (asked?: string) => (isOther(asked) ? undefined : peek.call(source, subject)) }),
    ...(invalidate && {
      invalidate(rejected: string, asked?: SubjectOptions) {
        if (!isOther(asked?.subject)) invalidate.call(source, rejected, { subject })
      },
    }),
    ...(replayed && {
      replayed(outcome: 'cured' | 'refused', asked?: SubjectOptions) {
        if (!isOther(asked?.subject)) replayed.call(source, outcome, { subject })
      },
    }),
  }
}

async function refuse(): Promise<never> {
  throw invalidOption(
    'subject',
    'is another user than the one these tokens belong to; share the tokens of a client without "user"',
  )
}
