import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isRedisThere, startRedisServer } from '../packages/redis/test/redis-server.ts'

const main = fileURLToPath(new URL('../examples/fleet/src/main.ts', import.meta.url))
const readme = readFileSync(new URL('../examples/fleet/README.md', import.meta.url), 'utf8')

/** Runs the example in a temporary directory of its own and, as a terminal does, in a process group of its own. */
function startExample(environment: NodeJS.ProcessEnv = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const { REDIS_URL: _, ...inherited } = process.env
  const env = { ...inherited, TMPDIR: directory, ...environment }
  const child = spawn(process.execPath, [main], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const signal = (name: NodeJS.Signals) => process.kill(-(child.pid as number), name)
  onTestFinished(() => {
    if (child.exitCode === null) signal('SIGKILL')
  })
  // The pipes end with the last process that holds them.
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[status], stdout, stderr]) => ({ status, stdout, stderr, left: readdirSync(directory) }),
  )
  return { child, signal, ended }
}

/** The figures behind a word, in order. */
function figures(stdout: string, word: string): number[] {
  return [...stdout.matchAll(new RegExp(`${word}:? (\\d+)`, 'g'))].map(([, figure]) => Number(figure))
}

function expectOneTokenCallEach(stdout: string): void {
  expect(figures(stdout, 'token calls')).toEqual([1, 1])
  expect(figures(stdout, 'answered')).toEqual([200, 200])
  const [first, again] = figures(stdout, 'sent again') as [number, number]
  expect(figures(stdout, 'API calls')).toEqual([200, 200 + again])
  expect([first, again > 0 && again <= 200]).toEqual([0, true])
  const served = figures(stdout, 'served')
  expect(served.length).toBeGreaterThan(2)
  expect(served.reduce((sum, count) => sum + count)).toBe(400)
}

describe('the example of a fleet', () => {
  it('B10 makes one token call for all processes, with files', async () => {
    const { status, stdout, stderr, left } = await startExample().ended
    expect([status, stderr, left]).toEqual([0, '', []])
    expectOneTokenCallEach(stdout)
    const [, shown] = /```\n(\d+ processes.*?)```/s.exec(readme) ?? []
    expect(linesOf(stdout)).toEqual(linesOf(shown ?? ''))
  })

  it.skipIf(!isRedisThere())('B10 makes one token call for all processes, with Redis', async () => {
    const server = await startRedisServer({ onTestFinished })
    const { status, stdout, stderr, left } = await startExample({ REDIS_URL: server.url }).ended
    expect([status, stderr, left]).toEqual([0, '', []])
    expect(stdout).toContain('Their tokens are in Redis.')
    expectOneTokenCallEach(stdout)
    expect(await server.command('KEYS', '*')).toEqual([expect.stringMatching(/^latchkey:\{\w+\}:token$/)])
  })

  it('ends with Ctrl-C, its processes too, and leaves nothing behind', async () => {
    const { child, signal, ended } = startExample()
    // The first line: all processes listen, and the requests are under way.
    await once(child.stdout, 'data')
    signal('SIGINT')
    const { status, stderr, left } = await ended
    expect([status, stderr, left]).toEqual([130, '', []])
  })
})

/** Without what differs from run to run: who served how many, and how many came before the new token. */
function linesOf(stdout: string): string[] {
  const lines = stdout.trim().split('\n')
  return lines.map((line) => (/process \d|API/.test(line) ? line.replaceAll(/\d+/g, 'N') : line))
}
