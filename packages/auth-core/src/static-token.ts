import { unlessAborted } from './abort.ts'
import { checkKnown, checkNotBrowser, invalidOption } from './check-options.ts'
import { checkCredential, type Secret } from './secret.ts'
import { isSendable } from './token.ts'
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
  if (typeof value !== 'function') checkToken(value)
  return {
    async getToken({ signal } = {}) {
      signal?.throwIfAborted()
      const answer = typeof value === 'function' ? Promise.resolve(value()) : value
      const accessToken = typeof answer === 'string' ? answer : await unlessAborted(answer, signal)
      checkToken(accessToken)
      return { accessToken, tokenType: 'Bearer' }
    },
    // There is no other one: a refused request is not sent again, unless the function has changed its answer.
    invalidate() {},
  }
}

function checkToken(value: string): void {
  checkCredential('value', value)
  if (!isSendable(value))
    throw invalidOption('value', 'has a character that no token has (printable ASCII only)')
}
