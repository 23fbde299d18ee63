import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where the folder is handed on to the processes of the rows. */
export const APP_FOLDER = 'LATCHKEY_BENCH_APP'

/**
 * An app in a temporary folder with our packages as a registry would deliver them: the build, and a package.json with
 * what `publishConfig` lays over it. Importing the sources would also measure that their types are stripped.
 */
export function installApp(): string {
  const app = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  for (const path of globSync('packages/*/package.json')) {
    const { publishConfig, ...manifest } = JSON.parse(readFileSync(path, 'utf8'))
    const target = join(app, 'node_modules', manifest.name)
    mkdirSync(target, { recursive: true })
    cpSync(join(dirname(path), 'dist'), join(target, 'dist'), { recursive: true })
    writeFileSync(join(target, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }))
  }
  const openapiFetch = createRequire(join(process.cwd(), 'packages/auth-core/package.json')).resolve(
    'openapi-fetch/package.json',
  )
  symlinkSync(dirname(openapiFetch), join(app, 'node_modules/openapi-fetch'))
  writeFileSync(join(app, 'package.json'), '{"private":true,"type":"module"}')
  writeFileSync(join(app, 'nothing.js'), '')
  return app
}
