import { formatCode } from '../../generate/format-code.ts'
import type { Provider } from '../provider.ts'

/** The package's README; `test/docs.test.ts` compiles its code, and its test is run. */
export async function packageReadme(provider: Provider): Promise<string> {
  const { name, variable, title, summary, token, servers } = provider
  const { id, secret, takesUser, takesScope, url } = token
  const row = (option: string, meaning: string) => `| ${option} | ${meaning} |`
  const rows = [
    row(`\`${id}\``, 'from your registration'),
    row(`\`${secret}\``, 'a string, or a function that is asked before each token call'),
    ...(takesUser ? [row('`user`', 'whose data: `{ username, password }`')] : []),
    ...(takesScope ? [row('`scope`', 'what is asked for; none by default')] : []),
    ...(servers.length > 1 ? [row('`server`', servers.map((one) => `\`${one}\``).join(', '))] : []),
    row(
      '`baseUrl`',
      servers.length > 0 ? 'in place of the documented URL' : 'the URL of the API: no page names it',
    ),
    row(
      '`tokenUrl`',
      url ? 'in place of the documented URL' : 'in place of the documented path below `baseUrl`',
    ),
  ]
  return `# @latchkey/${name}

A typed, authenticated client for the ${title} API${summary && `: ${lowerFirst(summary)}`}.
One token serves any number of callers. It is refreshed behind them before it ends, and a request that is refused
with a 401 is sent once more with a new token. Needs Node 20.19 or newer. Not for browsers, where a secret is public.

\`\`\`sh
npm install @latchkey/${name}
\`\`\`

${await codeBlock(useCode(provider))}

\`${variable}.GET\`, \`${variable}.POST\` and the others are those of [openapi-fetch](https://openapi-ts.dev/openapi-fetch/);
[options that are not below, and the errors](../../docs/client-options.md), are those of every Latchkey client.

| option | meaning |
| --- | --- |
${rows.join('\n')}

## Test your own code

\`npm install --save-dev @latchkey/contract msw\`, and your code runs against the document of this package: nothing leaves the
process, each request is validated. [More about handlers](../contract/README.md#handlers-for-msw). Needs Node 22.12 or newer.

${await codeBlock(testCode(provider))}
`
}

async function codeBlock(code: string): Promise<string> {
  return `\`\`\`ts\n${await formatCode(code)}\`\`\``
}

function useCode({ name, variable, type, env, title, token, servers, first }: Provider): string {
  const { id, secret, takesUser } = token
  const [server] = servers
  return `import { create${type}Client, isLatchkeyError } from '@latchkey/${name}'

const { ${env}_ID = '', ${env}_SECRET = ''${takesUser ? `, ${env}_PASSWORD = ''` : ''} } = process.env
const ${variable} = create${type}Client({ ${id}: ${env}_ID, ${secret}: ${env}_SECRET
${takesUser ? `, user: { username: 'ada@example.com', password: ${env}_PASSWORD }` : ''}
${server === undefined ? ", baseUrl: 'https://api.example.com'" : ''}
${servers.length > 1 ? `, server: '${server}'` : ''} })

try {
  const { data, response } = await ${variable}.${first.code}
  if (response.ok) console.log(data)
  else console.error('${title.replaceAll("'", '’')} refused', response.status)
} catch (error) {
  if (!isLatchkeyError(error)) throw error
  console.error(error.code, error.message, error.response)
}
`
}

function testCode({ name, variable, type, token, serverUrl, first }: Provider): string {
  const { id, secret, takesUser } = token
  return `import { createHandlers } from '@latchkey/contract'
import { create${type}Client, type paths } from '@latchkey/${name}'
import document from '@latchkey/${name}/openapi.json' with { type: 'json' }
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const contract = createHandlers<paths>(document)
const server = setupServer(...contract.handlers)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => contract.assertKept())
afterAll(() => server.close())

test('${first.id} is answered', async () => {
  const ${variable} = create${type}Client({ ${id}: 'a', ${secret}: 'b'${takesUser ? ", user: { username: 'c', password: 'd' }" : ''}, baseUrl: '${serverUrl}' })
  const { response } = await ${variable}.${first.code}
  expect(response.ok).toBe(true)
})
`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
