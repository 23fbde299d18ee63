import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { workflows } from './workflow.ts'

/** A folder in which a step of a workflow can be run, with programs of ours in place of those that reach the network. */
export interface Workshop {
  readonly folder: string
  write(path: string, text: string): void
  /** Puts a bash script in a program's place. What it is called with can be read from `calls()`. */
  stub(program: string, script: string): void
  /** Runs a step by its name, as GitHub does. @returns its exit status and what it printed */
  run(
    workflow: string,
    step: string,
    env?: Readonly<Record<string, string>>,
  ): { status: number; output: string }
  /** A line for each call of a stub, in order. */
  calls(): string[]
}

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-step-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const log = join(folder, 'calls.log')
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text, { mode })
  }
  write('calls.log', '')
  return {
    folder,
    write,
    stub: (program, script) =>
      write(`bin/${program}`, `#!/usr/bin/env bash\necho "${program} $*" >> '${log}'\n${script}\n`, 0o755),
    run(workflow, step, env = {}) {
      const { PATH } = process.env
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scriptOf(workflow, step)],
        {
          cwd: folder,
          encoding: 'utf8',
          env: { PATH: `${join(folder, 'bin')}${delimiter}${PATH}`, HOME: folder, ...env },
        },
      )
      return { status: status ?? -1, output: stdout + stderr }
    },
    calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  }
}

function scriptOf(workflow: string, name: string): string {
  const { jobs = {} } = workflows.find((one) => one.name === workflow) ?? {}
  const steps = Object.values(jobs).flatMap(({ steps = [] }) => steps)
  const { run } = steps.find((step) => step.name === name) ?? {}
  if (run === undefined) throw new Error(`${workflow} has no step "${name}" with a script.`)
  return run
}
