import { unlessAborted } from './abort.ts'
import { checkKnown, checkNotBrowser } from './check-options.ts'
import { checkHeaderValue, checkSecret, type Secret } from './secret.ts'
import type { TokenSource } from './token-source.ts'

/**
 * A source of a token that you got elsewhere; a function is asked for each request. In a browser, where its user can
 * read it, `dangerouslyAllowBrowser` has to be true.
 * @throws {LatchkeyError} `invalid_options`, `browser_forbidden`
 */
export function staticToken(
  value: Secret,
  options: { readonly dangerouslyAllowBrowser?: boolean | undefined } = {},
): TokenSource {
  checkKnown('staticToken', options, ['dangerouslyAllowBrowser'])
  checkNotBrowser(options.dangerouslyAllowBrowser)
  if (typeof value === 'string') checkHeaderValue('value', value)
  checkSecret('value', value)
  return {
    async getToken({ signal } = {}) {
      signal?.throwIfAborted()
      const answer = typeof value === 'function' ? Promise.resolve(value()) : value
      const accessToken = typeof answer === 'string' ? answer : await unlessAborted(answer, signal)
      checkHeaderValue('value', accessToken)
      return { accessToken, tokenType: 'Bearer' }
    },
    // There is no other one: a refused request is not sent again, unless the function has changed its answer.
    invalidate() {},
  }
}
