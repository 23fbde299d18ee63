import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { manualClock, type ProviderFlow } from '@latchkey/auth-core/testing'
import { createSandbox } from '@latchkey/contract'
import picocolors from 'picocolors'
import { expect, onTestFinished, test } from 'vitest'
import { judge } from '../demo/judge.ts'
import { loadFlows } from '../demo/load-flows.ts'
import { rehearse } from '../demo/rehearse.ts'
import { report } from '../demo/report.ts'

const providers = [...new Set((await loadFlows(undefined)).map(({ provider }) => provider))]
const main = fileURLToPath(new URL('../demo/main.ts', import.meta.url))

function startDemo(...args: string[]) {
  // In a CI too, a pipe is no terminal.
  const env = { ...process.env, CI: 'true' }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[status, signal], stdout, stderr]) => ({ status, signal, stdout, stderr }),
  )
  return { child, ended }
}

const runDemo = (...args: string[]) => startDemo(...args).ended

/** The cells of the table's rows. */
function rowsOf(stdout: string): string[][] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('│'))
  return lines.slice(1).map((line) =>
    line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** A port of loopback that a server listens on. */
async function listen() {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { server, port: String((server.address() as AddressInfo).port) }
}

test('runs every flow, with every figure as it should be, in plain text when piped', async () => {
  const { status, stdout, stderr } = await runDemo()
  const figures = rowsOf(stdout).map(([provider, flow, , ...rest]) => [provider, flow, ...rest.slice(0, 4)])
  const names = (await loadFlows(undefined)).map(({ provider, name }) => [provider, name])
  expect(figures.map(([provider, flow]) => [provider, flow])).toEqual(names)
  expect(figures.filter((row) => row.at(-1) !== 'ok')).toEqual([])
  const documented = [
    ['gbg', 'client credentials', '301', '1 + 0 + 1 + 1', '100', 'ok'],
    ['genuin', 'API key', '301', '1 + 0 + 1 + 1', '200', 'ok'],
    ['gini', 'login, two users', '302', '2 + 0 + 2 + 2', '100', 'ok'],
    ['gini', 'password, refresh token', '301', '1 + 0 + 1 + 1', '100', 'ok'],
    ['gini', 'User Center', '301', '1 + 0 + 1 + 1', '100', 'ok'],
    ['gogox', 'client credentials', '301', '1 + 0 + 1 + 1', '100', 'ok'],
  ]
  expect(figures).toEqual(expect.arrayContaining(documented))
  expect(rowsOf(stdout).map((row) => row.at(-1))).toEqual(
    Array(names.length).fill(expect.stringMatching(/^-?\d+\.\d\d ms$/)),
  )
  expect(stdout).not.toContain('\u001b')
  expect(stdout).not.toMatch(/[\w-]{20}/)
  expect(stdout).toMatch(/in \d+\.\d s\.\n$/)
  expect([status, stderr]).toEqual([0, ''])
})

test('runs the flows of one provider, also behind the separator of a package runner', async () => {
  const { status, stdout } = await runDemo('--', '--provider', 'gbg')
  expect(rowsOf(stdout).map(([provider]) => provider)).toEqual(['gbg'])
  expect(status).toBe(0)
})

test.each([
  [['--provider', 'nobody'], `There is no provider "nobody"; there are ${providers.join(', ')}.`],
  [['--provider'], "Option '--provider <value>' argument missing; see --help."],
  [['--verbose'], "Unknown option '--verbose'; see --help."],
  [['gbg'], "Unexpected argument 'gbg'; see --help."],
  [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
])('%j is refused in one line', async (args, message) => {
  expect(await runDemo(...args)).toMatchObject({ status: 2, stdout: '', stderr: `demo: ${message}\n` })
})

test('a busy port is refused in one line', async () => {
  const { port } = await listen()
  const { status, stdout, stderr } = await runDemo('--port', port)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(new RegExp(`^demo: port ${port} on 127\\.0\\.0\\.1 is in use.*\\n$`))
})

test('--help says what it does and which exit status means what', async () => {
  const { status, stdout } = await runDemo('--help')
  expect(stdout).toMatch(/--provider NAME[\s\S]*--port N[\s\S]*Exit status: 0/)
  expect(status).toBe(0)
})

test('Ctrl-C closes the sandbox and leaves with 130', async () => {
  const { server, port } = await listen()
  server.close()
  const { child, ended } = startDemo('--provider', 'genuin', '--port', port)
  // The first line: the sandbox is up, and the flow has begun.
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  const { status, signal, stdout, stderr } = await ended
  expect([status, signal, stderr]).toEqual([130, null, ''])
  expect(stdout.split('\n')).toHaveLength(2)
  const [error] = await once(connect(Number(port), '127.0.0.1'), 'error')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})

const well = { calls: 100, succeeded: 100, tokenCalls: 1, replays: 100 }

test.each([
  [well, []],
  [{ ...well, tokenCalls: 3 }, ['revocation: token calls are 3 and should be 1.']],
  [{ ...well, replays: 0 }, ['revocation: replays are 0 and should be 100.']],
  [
    { ...well, calls: 99, succeeded: 99 },
    ['revocation: calls are 99 and should be 100.', 'revocation: 99 of 99 calls succeeded.'],
  ],
  [
    { ...well, succeeded: 97, failure: 'no answer' },
    ['revocation: 97 of 100 calls succeeded (the first failure: no answer).'],
  ],
])('the figures %j are judged', (actual, problems) => {
  expect(judge('revocation', actual, well)).toEqual(problems)
})

async function rehearsed(change: (flow: ProviderFlow) => ProviderFlow) {
  const [flow] = (await loadFlows('gbg')).map(change) as [ProviderFlow]
  const clock = manualClock()
  const sandbox = await createSandbox(flow.documents, { ...flow.sandbox, clock })
  onTestFinished(() => sandbox.close())
  return rehearse(flow, sandbox, clock, () => {})
}

test('a client that does not recover fails, in red, with a sentence for each figure', async () => {
  const rehearsal = await rehearsed((flow) => ({
    ...flow,
    connect: (sandbox, options) => flow.connect(sandbox, { ...options, replay: 'never' }),
  }))
  expect(rehearsal.problems.slice(0, 2)).toEqual([
    'revocation: token calls are 0 and should be 1.',
    'revocation: replays are 0 and should be 100.',
  ])
  const printed = report([rehearsal], 1, picocolors.createColors(true))
  expect(printed).toContain('│ \u001b[31mgbg\u001b[39m')
  expect(printed).toContain(
    '\u001b[31mgbg, client credentials: revocation: token calls are 0 and should be 1.',
  )
  expect(printed).toContain('1 of 1 flow failed')
})

test('a flow that cannot start fails with the reason', async () => {
  const { problems } = await rehearsed((flow) => ({
    ...flow,
    connect: (sandbox, options) =>
      flow.connect(sandbox, { ...options, baseUrl: 'http://api.provider.example' }),
  }))
  expect(problems).toEqual([expect.stringMatching(/^It broke off: Option "baseUrl" is http:/)])
})
