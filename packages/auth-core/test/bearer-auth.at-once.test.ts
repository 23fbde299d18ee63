import { expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import { tokenRealm } from './token-realm.ts'

const origins = ['https://api.example.com', 'https://other.example.com']
const url = `${origins[0]}/items`

async function countingFetch() {
  const { tokens } = tokenRealm()
  await tokens.getToken()
  const seen = { sent: 0 }
  const fetch = createAuthFetch({
    tokens,
    origins,
    fetch: async () => {
      seen.sent++
      return new Response()
    },
  })
  return { seen, fetch }
}

test.each<[string, Parameters<typeof fetch>]>([
  ['a text', [url]],
  ['a URL', [new URL(url)]],
  ['of the second origin', [`${origins[1]}/items`]],
  ['with headers', [url, { headers: { 'x-a': '1' } }]],
  ['with a body of text', [url, { method: 'POST', body: '{}' }]],
  ['without a body', [url, { method: 'POST', body: null }]],
])('B06 with a token in memory a request is on its way at once: %s', async (_, input) => {
  const { seen, fetch } = await countingFetch()
  const sent = fetch(...input)
  expect(seen.sent).toBe(1)
  await sent
})

test.each<[string, Parameters<typeof fetch>]>([
  ['a body that the caller may change', [url, { method: 'POST', body: new Uint8Array(1) }]],
  ['an Authorization of the caller’s', [url, { headers: { authorization: 'Basic eDp5' } }]],
  ['a Request', [new Request(url)]],
])('B14 what needs a closer look is sent a moment later: %s', async (_, input) => {
  const { seen, fetch } = await countingFetch()
  const sent = fetch(...input)
  expect(seen.sent).toBe(0)
  await sent
  expect(seen.sent).toBe(1)
})
