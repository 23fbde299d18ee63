import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { installed } from './installed.ts'
import type { Report } from './report.ts'
import type { TypedProject } from './typed-projects.ts'

/** What became of a project under one compiler. */
interface Compilation {
  readonly cell: string
  /** What the compiler found that is ours. */
  readonly problems: readonly string[]
}

/** Checks every project with every compiler. */
export function compileAll(projects: readonly TypedProject[]): Report {
  const versions = compilerVersions()
  const problems: string[] = []
  const rows = projects.map((project) => {
    const compilations = versions.map((version) => compile(version, project))
    problems.push(...compilations.flatMap((each) => each.problems))
    return [project.name, ...compilations.map(({ cell }) => cell)]
  })
  return {
    head: ['strict, libraries checked', ...versions.map((each) => `TypeScript ${each}`)],
    rows,
    problems,
  }
}

/** The versions that the tools hold, oldest first, such as `5.5`. */
function compilerVersions(): string[] {
  return globSync('typescript-*', { cwd: installed() })
    .map((name) => name.replace('typescript-', ''))
    .sort()
}

/** Checks a project and its libraries; `from 5.8` in the table is what an older compiler is excused for. */
function compile(version: string, project: TypedProject): Compilation {
  const { config, name, olderThan } = project
  const folder = dirname(config)
  const program = installed(`typescript-${version}/bin/tsc`)
  const args = [program, '--project', config, '--pretty', 'false']
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const errors = (stdout + stderr).split('\n').filter((line) => /^\S.*\berror\b/.test(line))
  if (status === 0 && errors.length === 0) return { cell: 'ok', problems: [] }
  const isExcused = olderThan !== undefined && Number(version) < Number(olderThan.version)
  const ours = isExcused ? errors.filter((line) => !olderThan.excused.test(line)) : errors
  if (isExcused && errors.length > 0 && ours.length === 0)
    return { cell: `from ${olderThan.version}`, problems: [] }
  const lines = ours.length > 0 ? ours : [`tsc ended with ${status}: ${stderr.trim()}`]
  return {
    cell: 'failed',
    problems: lines.map((line) => `TypeScript ${version}, ${name}: ${line}`),
  }
}
