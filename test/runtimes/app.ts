import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { loadFlows } from '../../demo/load-flows.ts'
import type { PackedPackages } from '../packed-packages.ts'

const program = fileURLToPath(new URL('./scenes/process.ts', import.meta.url))
const worker = fileURLToPath(new URL('./scenes/worker.ts', import.meta.url))

/**
 * A folder with the packed packages installed, and beside them the scenes: `app.js` for processes, which takes the
 * packages from there as a user's program does, and `worker.js` for workerd, with all it needs inside.
 * @returns its path
 */
export async function buildApp(packed: PackedPackages): Promise<string> {
  const providers = (await loadFlows(undefined)).map(({ provider }) => provider)
  const folder = packed.install('runtimes', ['auth-core', ...new Set(providers)])
  const common = { bundle: true, format: 'esm', platform: 'neutral', target: 'es2023' } as const
  const scenes = { ...common, packages: 'external', supported: { 'import-attributes': true } } as const
  await build({ ...scenes, entryPoints: [program], outfile: join(folder, 'app.js') })
  await build({ ...scenes, entryPoints: [worker], outfile: join(folder, 'scenes.js') })
  await build({
    ...common,
    entryPoints: [join(folder, 'scenes.js')],
    outfile: join(folder, 'worker.js'),
    external: ['cloudflare:*'],
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
  })
  return folder
}
