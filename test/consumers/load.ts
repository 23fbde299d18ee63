import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { programs } from '../runtimes/runtimes.ts'
import { entries } from './entries.ts'
import type { Report } from './report.ts'

/** One module, however it is loaded: a class of its own for each way would make `instanceof` lie. */
const program = (entry: string) => `import { createRequire } from 'node:module'
const required = createRequire(import.meta.url)('${entry}')
const imported = await import('${entry}')
const differing = Object.keys(imported).filter((name) => imported[name] !== required[name])
console.log(Object.keys(imported).length > 0 && differing.length === 0 ? 'ok' : 'two modules: ' + differing)
`

/** Loads every entry on every runtime, by `require` and then by `import`. */
export async function loadAll(folder: string): Promise<Report> {
  const problems: string[] = []
  const rows: string[][] = []
  for (const [index, entry] of entries.entries()) {
    writeFileSync(join(folder, `load-${index}.mjs`), program(entry))
    const cells: string[] = []
    for (const [runtime, command] of Object.entries(programs)) {
      const said = await load(folder, `load-${index}.mjs`, command)
      cells.push(said === 'ok' ? said : 'failed')
      if (said !== 'ok') problems.push(`${entry} on ${runtime}: ${said}`)
    }
    rows.push([entry, ...cells])
  }
  return { head: ['require(), import', ...Object.keys(programs)], rows, problems }
}

async function load(folder: string, file: string, [command, ...args]: readonly string[]): Promise<string> {
  try {
    const env = { HOME: folder, DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1' }
    const { stdout } = await promisify(execFile)(command as string, [...args, file], { cwd: folder, env })
    return stdout.trim()
  } catch (error) {
    return String(error).split('\n').slice(0, 6).join(' ')
  }
}
