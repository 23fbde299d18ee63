import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLIENT_OPTIONS } from '../packages/auth-core/src/provider-options.ts'

const page = readFileSync(new URL('../docs/client-options.md', import.meta.url), 'utf8')

test('the page names every option that all clients have', () => {
  const named = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) /gm)].flatMap(([, names = '']) =>
    names.match(/\w+/g),
  )
  expect(named).toEqual(expect.arrayContaining(CLIENT_OPTIONS.filter((name) => name !== 'baseUrl')))
})
