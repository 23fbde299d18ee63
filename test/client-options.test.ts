import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LatchkeyErrorCode } from '../packages/auth-core/src/errors.ts'
import { CLIENT_OPTIONS } from '../packages/auth-core/src/provider-options.ts'

/** What the first columns of the tables of a file name. */
function namedIn(path: string): string[] {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8')
  const columns = text.matchAll(/^(?: \* )?\| (`\w+`(?:, `\w+`)*) /gm)
  return [...columns].flatMap(([, names = '']) => names.match(/\w+/g) ?? [])
}

// Every member has to be here, or it does not compile.
const codes = Object.keys({
  invalid_options: true,
  insecure_url: true,
  browser_forbidden: true,
  origin_not_allowed: true,
  client_rejected: true,
  grant_rejected: true,
  login_required: true,
  token_endpoint_unavailable: true,
  token_endpoint_redirect: true,
  malformed_token_response: true,
  api_unreachable: true,
  malformed_response: true,
  store_unavailable: true,
} satisfies Record<LatchkeyErrorCode, true>)

test('the page names every option that all clients have', () => {
  const options = CLIENT_OPTIONS.filter((name) => name !== 'baseUrl')
  expect(namedIn('../docs/client-options.md')).toEqual(expect.arrayContaining(options))
})

test.each([
  '../docs/client-options.md',
  '../packages/auth-core/README.md',
  '../packages/auth-core/src/errors.ts',
])('%s says of every error code what to do', (path) => {
  expect(namedIn(path)).toEqual(expect.arrayContaining(codes))
})
