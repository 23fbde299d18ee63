import { execFile } from 'node:child_process'
import { playEvents } from './event-scenes.ts'
import { installed } from './installed.ts'
import { type Outcome, TO_THE_END } from './scenes/play.ts'
import type { Stage } from './stage.ts'
import { openWorker } from './workerd.ts'

/** Plays the scenes of the app in `folder` on the stage. */
export type Runtime = (folder: string, stage: Stage) => Promise<readonly Outcome[]>

/** What Deno grants: the network of this machine, and nothing else. */
const DENO = ['run', '--quiet', '--no-prompt', '--cached-only', '--allow-net=127.0.0.1']

/** The runtimes that run a program: a command, and what comes before the name of the program. */
export const programs: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  'node 20': [installed('node-20/bin/node')],
  'node 22': [installed('node-22/bin/node')],
  'node 24': [installed('node-24/bin/node')],
  'node 26': [installed('node-26/bin/node')],
  bun: [installed('bun/bin/bun')],
  deno: [installed('deno/deno'), ...DENO],
}

export const runtimes: Readonly<Record<string, Runtime>> = {
  ...Object.fromEntries(
    Object.entries(programs).map(([name, [command, ...args]]) => [name, program(command, args)]),
  ),
  workerd: worker([]),
  'workerd, nodejs_compat': worker(['nodejs_compat']),
}

const DEADLINE_MS = 300_000

/** A runtime that runs `app.js`: a line for each scene, then it ends by itself. */
export function program(command: string, args: readonly string[] = []): Runtime {
  return (folder, stage) =>
    new Promise((resolve) => {
      // No proxy, no settings, no caches of whoever runs this; no look-outs for new versions.
      const env = { HOME: folder, DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1' }
      const options = { cwd: folder, timeout: DEADLINE_MS, env }
      execFile(command, [...args, 'app.js', stage.origin], options, (error, stdout, stderr) => {
        const scene = 'the process ends with 0, by itself'
        resolve([
          ...outcomesOf(stdout),
          error ? { scene, problem: stderr.trim() || error.message } : { scene },
        ])
      })
    })
}

function worker(flags: readonly string[]): Runtime {
  return async (folder, stage) => {
    const binary = installed('workerd/bin/workerd')
    const workerd = await openWorker({ binary, folder, stage: stage.origin, flags })
    try {
      const played = outcomesOf(await workerd.event('/play', { deadlineMs: DEADLINE_MS }))
      return [...played, ...(await playEvents(workerd, stage))]
    } finally {
      await workerd.close()
    }
  }
}

function outcomesOf(lines: string): Outcome[] {
  const written = lines.split('\n').filter(Boolean)
  const played: Outcome[] = written.map((line) => JSON.parse(line))
  if (played.at(-1)?.scene === TO_THE_END) return played
  return [...played, { scene: TO_THE_END, problem: `stopped after ${played.at(-1)?.scene ?? 'nothing'}` }]
}
