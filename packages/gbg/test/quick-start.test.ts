import { readFileSync } from 'node:fs'
import { createGbgClient, isLatchkeyError } from '@latchkey/gbg'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const [, quickStart = ''] = /^```ts\nimport .*?\n(.*?)^```/ms.exec(readme) ?? []
const AsyncFunction = (async () => {}).constructor as FunctionConstructor
const run = new AsyncFunction('createGbgClient', 'isLatchkeyError', 'process', 'console', quickStart)

/** What the README's first example says when the API answers so. */
async function saidOf(answer: Response): Promise<unknown[]> {
  const said: unknown[] = []
  const create: typeof createGbgClient = (options) =>
    createGbgClient({
      ...options,
      async fetch(url) {
        if (!String(url).includes('token')) return answer
        return Response.json({ access_token: 'token-1', token_type: 'Bearer', expires_in: 300 })
      },
    })
  const say = (...words: unknown[]) => said.push(...words)
  const env = { GBG_CLIENT_ID: 'made-up-id', GBG_CLIENT_SECRET: 'made-up-secret' }
  await run(create, isLatchkeyError, { env }, { log: say, error: say })
  return said
}

const html = { 'content-type': 'text/html' }
const refusal = { errors: [{ code: '4030', name: 'FORBIDDEN' }] }

test.each<[string, Response, unknown[]]>([
  [
    'a started journey',
    Response.json({ instanceId: 'journey-1' }, { status: 201 }),
    ['started', 'journey-1'],
  ],
  ['a refusal', Response.json(refusal, { status: 403 }), ['GBG refused', 403, refusal]],
  ['a 429 without a body', new Response(null, { status: 429 }), ['GBG refused', 429]],
  ['a 502 of a proxy', new Response('<p>', { status: 502, headers: html }), ['GBG refused', 502, '<p>']],
])('the quick start survives %s', async (_, answer, expected) => {
  expect(await saidOf(answer)).toEqual(expect.arrayContaining(expected))
})
