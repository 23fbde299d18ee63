import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createSandbox, type Sandbox } from '@latchkey/contract'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readSpecs } from '../scripts/generate/read-specs.ts'
import type { Environment } from '../scripts/verify-live/live-options.ts'
import { liveProviders } from '../scripts/verify-live/live-provider.ts'
import { verifyLive } from '../scripts/verify-live/verify-live.ts'

const { specs } = readSpecs('.')
const client = { clientId: 'live-client', clientSecret: 'canary/secret+of~the=client' }
const password = 'canary"password&of<the>user'

async function openSandbox(name: string): Promise<Sandbox> {
  const documents = specs.filter(({ packageName }) => packageName === name).map(({ document }) => document)
  const users = [{ identifier: 'user-1' }, { username: 'ada@example.com', password }]
  const sandbox = await createSandbox(documents, { clients: [client], users })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The variables of a provider that is played by the sandbox. */
function environmentOf(name: string, sandbox: Sandbox, others: Environment = {}): Environment {
  const variables = {
    CLIENT_ID: client.clientId,
    CLIENT_SECRET: client.clientSecret,
    BASE_URL: JSON.stringify(Object.fromEntries(sandbox.origins)),
    ...others,
  }
  const prefixed = Object.entries(variables).map(([variable, value]) => [
    `${name.toUpperCase()}_${variable}`,
    value,
  ])
  return Object.fromEntries(prefixed)
}

async function run(environment: Environment, names: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-live-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const status = await verifyLive({ specs, environment, names, folder, requestsPerSecond: 1000, print })
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  return { status, output: lines.join('\n'), folder, read, files }
}

describe('verify:live', () => {
  it.each(['gbg', 'genuin', 'gini', 'gogox'])('keeps %s where it answers as documented', async (name) => {
    const others = { USERNAME: 'ada@example.com', PASSWORD: password, SUBJECT: 'user-1' }
    const sandbox = await openSandbox(name)
    const { status, output, read, folder } = await run(environmentOf(name, sandbox, others))
    expect(status, output).toBe(0)
    expect(output).toContain(`${name} answers as its documents say.`)
    expect(output.match(/^\w+: skipped, there is neither \w+_CLIENT_ID nor \w+_API_KEY\.$/gm)).toHaveLength(3)
    expect(JSON.parse(read(`${name}.json`))).toMatchObject({ provider: name, verdict: 'kept' })
    expect(read(`${name}.xml`)).toContain('<testsuite ')
    expect(existsSync(join(folder, 'drift'))).toBe(false)
    const writes = sandbox.requests.filter(({ kind, method }) => kind !== 'token' && method !== 'GET')
    expect(writes).toEqual([])
  })

  it('names what differs, and leaves the text of an issue', async () => {
    const sandbox = await openSandbox('gogox')
    sandbox.fail({ on: 'getOrder', status: 418, times: 1 })
    const { status, output, read } = await run(environmentOf('gogox', sandbox))
    expect(status).toBe(1)
    expect(output).toContain('gogox differs from its documents')
    const issue = read('drift/gogox.md')
    expect(issue).toMatch(/gogox#getOrder .* drift .*\/status must be 200, received 418/)
    expect(issue).toMatch(/^```text\n[^`]*\n```\n$/)
    expect(JSON.parse(read('gogox.json'))).toMatchObject({ verdict: 'drift' })
  })

  it('takes the issue of an earlier run away', async () => {
    const sandbox = await openSandbox('gogox')
    const environment = environmentOf('gogox', sandbox)
    sandbox.fail({ on: 'getOrder', status: 418, times: 1 })
    const { folder } = await run(environment)
    await verifyLive({ specs, environment, names: [], folder, requestsPerSecond: 1000, print: () => {} })
    expect(existsSync(join(folder, 'drift'))).toBe(false)
  })

  it.each(['genuin', 'gini'])('tells refused credentials from drift: %s', async (name) => {
    const environment = environmentOf(name, await openSandbox(name), { CLIENT_SECRET: 'canary-expired' })
    const { status, output, folder, files } = await run(environment)
    expect(status).toBe(2)
    expect(output).toContain(`${name} refuses the credentials`)
    expect(existsSync(join(folder, 'drift'))).toBe(false)
    expect([output, ...files].join('\n')).not.toContain('canary')
  })

  it('calls a provider that does not answer inconclusive', async () => {
    const sandbox = await openSandbox('gogox')
    const environment = environmentOf('gogox', sandbox)
    await sandbox.close()
    const { status, output } = await run(environment)
    expect(status).toBe(2)
    expect(output).toContain('gogox could not be judged')
  })

  it('prints no secret and leaves none in a file', async () => {
    const sandbox = await openSandbox('gini')
    sandbox.fail({ on: 'listDocuments', status: 418, body: { [client.clientSecret]: password }, times: 1 })
    const others = { USERNAME: 'ada@example.com', PASSWORD: password, SUBJECT: 'user-1' }
    const { status, output, files } = await run(environmentOf('gini', sandbox, others))
    expect(status).toBe(1)
    const basic = btoa(`${client.clientId}:${client.clientSecret}`)
    const secrets = [
      'canary',
      basic.slice(0, 40),
      ...sandbox.issued.flatMap(({ accessToken, refreshToken }) => [
        accessToken,
        ...(refreshToken ? [refreshToken] : []),
      ]),
    ]
    expect(files).toHaveLength(3)
    for (const text of [output, ...files]) for (const secret of secrets) expect(text).not.toContain(secret)
  })

  it('sends what it is told to', async () => {
    const sandbox = await openSandbox('gogox')
    const REQUESTS = JSON.stringify({
      getOrder: { parameters: { uuid: '2f1c4b7e-8a35-4d0c-9b61-5e7f0a3d2c18' } },
    })
    await run(environmentOf('gogox', sandbox, { REQUESTS }))
    expect(sandbox.requests.map(({ path }) => path).join()).toContain('2f1c4b7e-8a35-4d0c-9b61-5e7f0a3d2c18')
  })

  it('says so when there are no credentials at all, blank ones included', async () => {
    const { status, output } = await run({ GBG_CLIENT_ID: ' ', GBG_CLIENT_SECRET: '' })
    expect(status).toBe(2)
    expect(output).toContain('gbg: skipped')
    expect(output).toContain('Nothing was verified: there are no credentials in the environment.')
  })

  it.each([
    [
      { GBG_CLIENT_ID: 'a' },
      'gbg: not verified, GBG_CLIENT_ID is set and GBG_CLIENT_SECRET is not; set both or neither.',
    ],
    [{ GENUIN_API_SECRET: 'canary' }, 'GENUIN_API_SECRET is set and GENUIN_API_KEY is not'],
    [
      { GOGOX_CLIENT_ID: 'a', GOGOX_CLIENT_SECRET: 'canary' },
      'gogox: not verified, GOGOX_BASE_URL is missing; https://api.gogox.example',
    ],
    [
      { GOGOX_CLIENT_ID: 'a', GOGOX_CLIENT_SECRET: 'b', GOGOX_BASE_URL: '{canary' },
      'GOGOX_BASE_URL is not the JSON of an object',
    ],
    [
      { GOGOX_CLIENT_ID: 'a', GOGOX_CLIENT_SECRET: 'b', GOGOX_BASE_URL: 'http://api.canary.test' },
      'gogox: not verified, baseUrl: secrets need https',
    ],
    [
      {
        GOGOX_CLIENT_ID: 'a',
        GOGOX_CLIENT_SECRET: 'b',
        GOGOX_BASE_URL: 'https://a.test',
        GOGOX_REQUESTS: '{"none":{}}',
      },
      'requests: there is no operation none',
    ],
  ] as const)('refuses what it cannot use: %j', async (environment, message) => {
    const { status, output } = await run(environment)
    expect(status).toBe(2)
    expect(output).toContain(message)
    expect(output.replace('api.canary.test', '')).not.toContain('canary')
  })

  it('refuses a provider that is not there', async () => {
    expect(await run({}, ['acme'])).toMatchObject({
      status: 2,
      output: 'There is no provider "acme" in specs/; there are gbg, genuin, gini, gogox.',
    })
  })

  it('asks the documented servers where nobody says otherwise', () => {
    expect(liveProviders(specs).map(({ name, servers }) => [name, ...servers])).toEqual([
      ['gbg', 'https://eu.platform.go.gbgplc.com/v2/captain', 'https://api.auth.gbgplc.com'],
      ['genuin', 'https://api.genuin.example'],
      ['gini', 'https://pay-api.gini.net', 'https://user.gini.net'],
      ['gogox', 'https://api.gogox.example'],
    ])
  })

  it('takes a wrong option for no drift, in one line', async () => {
    const { PATH } = process.env
    const args = ['scripts/verify-live.ts', '--nonsense']
    const failure = await promisify(execFile)('node', args, { env: { PATH } }).catch((error) => error)
    expect(failure).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^verify:live: .*--nonsense.*\n$/),
    })
  })

  it('ends a process with the status', async () => {
    const sandbox = await openSandbox('gogox')
    sandbox.fail({ on: 'getOrder', status: 418, times: 1 })
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-live-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const { PATH } = process.env
    const env = { PATH, ...environmentOf('gogox', sandbox) }
    const args = ['scripts/verify-live.ts', 'gogox', '--requests-per-second', '1000', '--reports', folder]
    const failure = await promisify(execFile)('node', args, { env }).catch((error) => error)
    expect(failure).toMatchObject({ code: 1, stdout: expect.stringContaining('gogox differs') })
    expect(readdirSync(folder).sort()).toEqual(['drift', 'gogox.json', 'gogox.xml'])
  })
})
