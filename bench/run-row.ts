import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'
import { APP_FOLDER } from './installed-app.ts'

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Measures a row in a process of its own: what the engine learnt from one row does not colour the next. */
export async function runRow(row: string, app: string): Promise<Record<string, Figure>> {
  const child = fork(file('row.child.ts'), [row], {
    execArgv: ['--expose-gc', '--import', file('resolve-installed.ts')],
    env: { ...process.env, [APP_FOLDER]: app },
  })
  let figures: Record<string, Figure> | undefined
  child.on('message', (message) => {
    figures = message as Record<string, Figure>
  })
  const [status] = await once(child, 'exit')
  if (figures === undefined) throw new Error(`row ${row} ended with ${status} and no figures`)
  return figures
}
