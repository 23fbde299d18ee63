import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** A worker in workerd that takes fetch events over HTTP. */
export interface Worker {
  /**
   * Sends it a fetch event. @returns the body of its answer
   * @throws {Error} where there is none in time, or its status is no success
   */
  event(path: string, options?: EventOptions): Promise<string>
  close(): Promise<void>
}

interface EventOptions {
  readonly signal?: AbortSignal
  /** @default 10000 */
  readonly deadlineMs?: number
}

export interface WorkerdOptions {
  readonly binary: string
  /** Where `worker.js` is. */
  readonly folder: string
  /** The origin of the stage. */
  readonly stage: string
  readonly flags: readonly string[]
}

export async function openWorker(options: WorkerdOptions): Promise<Worker> {
  const config = join(options.folder, 'worker.capnp')
  writeFileSync(config, configuration(options))
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'] as const
  const workerd = spawn(options.binary, ['serve', config, '--control-fd=3'], { stdio: [...stdio] })
  const origin = `http://127.0.0.1:${await portOf(workerd)}`
  return {
    async event(path, { signal, deadlineMs = 10_000 } = {}) {
      const deadline = AbortSignal.timeout(deadlineMs)
      const ends = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
      const response = await fetch(origin + path, { signal: ends })
      if (!response.ok) throw new Error(`${path} was answered ${response.status}`)
      return response.text()
    },
    async close() {
      const ended = new Promise((resolve) => workerd.once('exit', resolve))
      // Asked to end, it would wait for the requests that hang.
      workerd.kill('SIGKILL')
      await ended
    },
  }
}

async function portOf(workerd: ChildProcess): Promise<number> {
  for await (const line of createInterface(workerd.stdio[3] as Readable)) {
    const { event, port } = JSON.parse(line)
    if (event === 'listen') return port
  }
  throw new Error('workerd does not take the worker')
}

function configuration({ stage, flags }: WorkerdOptions): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["127.0.0.1/32"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [(name = "STAGE", text = ${JSON.stringify(stage)})],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ${JSON.stringify(flags)},
);
`
}
