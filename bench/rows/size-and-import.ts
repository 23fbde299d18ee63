import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { shippedSize } from '../../scripts/measure/shipped-size.ts'
import { type Figure, spreadOf } from '../figure.ts'
import { APP_FOLDER } from '../installed-app.ts'

const ROUNDS = 60
const app = process.env[APP_FOLDER] ?? ''
const inApp = (path: string) => join(app, path)
const entryOf = (name: string) => inApp(`node_modules/@latchkey/${name}/dist/index.js`)
const openapiFetch = inApp('node_modules/openapi-fetch/dist/index.mjs')
const providers = globSync('packages/*/src/generated').map((path) => basename(dirname(dirname(path))))

/** What an app pays for having one provider, before its first call: the largest and the slowest provider count. */
export async function run(): Promise<{ appSize: Figure; coreSize: Figure; importTime: Figure }> {
  const sizes = await Promise.all(providers.map(async (name) => (await shippedSize(entryOf(name))).brotli))
  const { brotli: floor } = await shippedSize(openapiFetch)
  const { brotli: core } = await shippedSize(entryOf('auth-core'))
  return {
    appSize: { floor: `openapi-fetch, ${floor} B`, ours: Math.max(...sizes) },
    coreSize: { floor: '', ours: core },
    importTime: importTime(),
  }
}

/** Whole processes that import a provider, against processes that import an empty module. */
function importTime(): Figure {
  const nothing = inApp('nothing.js')
  const theirs: number[] = []
  const added: number[] = []
  const selves: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const ours = entryOf(providers[round % providers.length] as string)
    const files = [nothing, ours, openapiFetch, nothing]
    const ms = [0, 0, 0, 0]
    for (let turn = 0; turn < files.length; turn++) {
      const index = (turn + round) % files.length
      ms[index] = processMs(files[index] as string)
    }
    const [first, provider, fetch, second] = ms as [number, number, number, number]
    added.push(provider - (first + second) / 2)
    theirs.push(fetch - (first + second) / 2)
    selves.push(second / first)
  }
  const { median, quartiles } = spreadOf(added)
  return {
    floor: `openapi-fetch, ${spreadOf(theirs).median.toFixed(1)} ms`,
    ours: median,
    spread: quartiles,
    self: spreadOf(selves).median,
  }
}

function processMs(path: string): number {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [
    '--input-type=module',
    '--eval',
    `await import(${JSON.stringify(pathToFileURL(path).href)})`,
  ])
  if (status !== 0) throw new Error(`${path} cannot be imported`)
  return performance.now() - start
}
