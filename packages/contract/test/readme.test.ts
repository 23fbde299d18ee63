import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { controlDocument } from '../src/control/control-document.ts'
import { faultSchemas } from '../src/fault-schemas.ts'
import { createSandbox } from '../src/index.ts'
import { basic, client } from './fixtures/start-sandbox.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
// Those that show a test are run as tests.
const programs = blocks.filter((code) => !code.includes("from 'vitest'"))

test.each(programs.map((code) => [/console\.log\(.*\/\/ (.*)/.exec(code)?.[1], code] as const))(
  'the code of the README runs and prints what it says: %s',
  async (printed, code) => {
    const cwd = fileURLToPath(new URL('../../../', import.meta.url))
    const flags = ['--input-type=module-typescript', '--eval', code]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, { cwd })
    expect([stdout, stderr]).toEqual([`${printed}\n`, ''])
  },
)

test('the README has four programs', () => {
  expect(programs).toHaveLength(4)
})

test('the README names every fault with its members, and none that is not there', () => {
  const table = readme.split('| `fault` ')[1]?.split('\n\n')[0] ?? ''
  const rows = new Map(table.split('\n').map((row) => [/^\| `(\w+)`/.exec(row)?.[1], row]))
  const names = [...faultSchemas.keys()].filter((name) => name !== 'custom')
  expect([...rows.keys()].filter((name) => name !== undefined).sort()).toEqual(names.sort())
  for (const name of names) {
    const { on, times, fault, ...members } = faultSchemas.get(name)?.properties ?? {}
    for (const member of Object.keys(members)) expect(rows.get(name)).toContain(`\`${member}`)
  }
})

test('the README names every request of the control API', () => {
  for (const [path, item] of Object.entries(controlDocument.paths))
    for (const method of Object.keys(item)) expect(readme).toContain(`\`${method.toUpperCase()} ${path}`)
})

test('the token of the operation that the README says issues none opens nothing', async () => {
  expect(readme).toContain("Gini's `GET /oauth/token` is such a one")
  const document = parse(
    readFileSync(new URL('../../../specs/gini.user-center.yaml', import.meta.url), 'utf8'),
  )
  const sandbox = await createSandbox([document], { clients: [client] })
  onTestFinished(() => sandbox.close())
  const statusWith = async (method: string) => {
    const url = sandbox.url('https://user.gini.net/oauth/token?grant_type=client_credentials')
    const answer = await fetch(url, { method, headers: { authorization: basic } })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    const user = sandbox.url('https://user.gini.net/api/users/1')
    const { status } = await fetch(user, { headers: { authorization: `Bearer ${token}` } })
    return [answer.status, status]
  }
  expect(await statusWith('GET')).toEqual([200, 401])
  expect(await statusWith('POST')).toEqual([200, 200])
})
