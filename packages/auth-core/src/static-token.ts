import { checkNotBrowser } from './check-options.ts'
import { checkHeaderValue, checkSecret, type Secret } from './secret.ts'
import type { TokenSource } from './token-source.ts'

/**
 * A source of a token that you got elsewhere; a function is asked for each request.
 * @throws {LatchkeyError} `invalid_options`, `browser_forbidden`
 */
export function staticToken(value: Secret): TokenSource {
  checkNotBrowser()
  checkSecret('value', value)
  return {
    async getToken() {
      const accessToken = typeof value === 'function' ? await value() : value
      checkHeaderValue('value', accessToken)
      return { accessToken, tokenType: 'Bearer' }
    },
    // There is no other one: a refused request is not sent again, unless the function has changed its answer.
    invalidate() {},
  }
}
