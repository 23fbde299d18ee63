import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'

export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Sends a command as an administrator, whatever the tests' own connections meet. */
  command(name: string, ...parameters: (string | number)[]): Promise<unknown>
  /** SIGKILL: what was in memory is lost. */
  kill(): Promise<void>
  /** On the same port, empty. */
  restart(): Promise<void>
  /** SIGSTOP: connections stay open and nobody answers. */
  pause(): void
  resume(): void
}

/** A place to say what is to be done when a test, or all of a file, is over. */
export interface ServerClosing {
  onTestFinished(close: () => void | Promise<void>): void
}

export function isRedisThere(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/** A redis-server of one's own on a free port, in memory only. It ends with the test. */
export async function startRedisServer(
  { onTestFinished }: ServerClosing,
  options: readonly string[] = [],
): Promise<RedisServer> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-redis-'))
  const start = () => startProcess(['--port', String(port), '--dir', directory, ...options])
  const admin = new Redis({ port, lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null })
  admin.on('error', () => {})
  let server = start()
  await admin.connect().catch(() => {})
  await admin.ping()
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  onTestFinished(async () => {
    admin.disconnect()
    await kill()
    rmSync(directory, { recursive: true })
  })
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    command: (name, ...parameters) => admin.call(name, ...parameters),
    kill,
    async restart() {
      server = start()
      await admin.ping()
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
  }
}

/** A cluster of one node, which has all the slots. */
export async function startRedisCluster(closing: ServerClosing): Promise<RedisServer> {
  const server = await startRedisServer(closing, [
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
  ])
  await server.command('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383)
  while (!String(await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) await pause(20)
  return server
}

function startProcess(options: readonly string[]): ChildProcess {
  const fixed = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--enable-debug-command', 'yes']
  return spawn('redis-server', [...fixed, ...options], { stdio: 'ignore' })
}

/**
 * Below those that the system hands out, so that nobody is given it while the server is down; so is the one 10,000
 * above, which a cluster takes as well.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 22_768)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    server.close()
    if (isFree) return port
  }
}
