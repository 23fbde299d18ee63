import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { packageManagers } from './package-managers.ts'
import type { Registry } from './registry.ts'
import { run } from './run.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

interface Arrived {
  readonly name: string
  readonly version: string
  /** Of its files, unpacked. */
  readonly bytes: number
}

/** A folder with one package of ours, and what came with it. */
export interface Consumer {
  readonly folder: string
  /** By name. Where packages stay in archives, these are not looked into. */
  arrived(): readonly Arrived[]
  read(path: string): string
  remove(): void
}

/** Installs packages from the registry into a new folder, such as `@latchkey/gbg` with `npm`. */
export async function install(
  registry: Registry,
  manager: string,
  packages: readonly string[],
): Promise<Consumer> {
  const { files, command, env } = packageManagers[manager] ?? missing(manager)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-consumer-'))
  const write = (path: string, content: string) => writeFileSync(join(folder, path), content)
  write('package.json', '{"name":"app","private":true,"type":"module"}')
  write('.npmrc', registry.npmrc)
  if (files !== undefined) {
    const elsewhere = (await run(folder, 'npm', ['config', 'get', 'registry'])).trim()
    for (const [path, content] of Object.entries(files(registry.url, elsewhere))) write(path, content)
  }
  const [program, ...args] = command(packages)
  await run(folder, program, args, env)
  return {
    folder,
    arrived: () => arrivedIn(folder),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function missing(manager: string): never {
  throw new Error(`There is no "${manager}"; there are ${Object.keys(packageManagers).join(', ')}.`)
}

function arrivedIn(folder: string): Arrived[] {
  const found = globSync('node_modules/{,.pnpm/*/node_modules/}{*,@*/*}/package.json', { cwd: folder })
  // pnpm links what it keeps under .pnpm: a link is no second package.
  const kept = found.some((path) => path.includes('/.pnpm/'))
    ? found.filter((path) => path.includes('/.pnpm/') && isReal(folder, path))
    : found
  return kept
    .map((path) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, path), 'utf8'))
      return { name, version, bytes: bytesIn(join(folder, dirname(path))) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function isReal(folder: string, path: string): boolean {
  const { name, version } = JSON.parse(readFileSync(join(folder, path), 'utf8'))
  return path.includes(`.pnpm/${name.replace('/', '+')}@${version}`)
}

function bytesIn(folder: string): number {
  const files = globSync('**/*', { cwd: folder }).map((path) => statSync(join(folder, path)))
  return files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0)
}

/**
 * Plays the provider's flows with what was installed, against the sandbox of the stage.
 * @returns a line for each flow
 */
export async function playFlows(
  { folder }: Consumer,
  manager: string,
  provider: string,
  stage: string,
): Promise<string[]> {
  const outfile = join(folder, 'flows.js')
  await build({
    stdin: {
      contents: `import { flows } from './packages/${provider}/test/flows.ts'\nimport { play } from './test/release/play.ts'\nawait play(flows, process.argv[2])`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    supported: { 'import-attributes': true },
  })
  const [program, ...args] = packageManagers[manager]?.node ?? [process.execPath]
  return (await run(folder, program, [...args, 'flows.js', stage])).trim().split('\n')
}

/** Type-checks the first example of the README that came with each package. @throws with what the compiler says */
export async function typeCheckExamples(installed: ReadonlyMap<string, Consumer>): Promise<void> {
  const paths = [...installed].map(([packageName, consumer]) => {
    const example = /```ts\n([\s\S]*?)```/.exec(consumer.read(`node_modules/${packageName}/README.md`))?.[1]
    if (example === undefined) throw new Error(`The README of ${packageName} has no example.`)
    const path = join(consumer.folder, 'example.ts')
    writeFileSync(path, example)
    return path
  })
  const types = join(root, 'node_modules/@types')
  const options = ['--typeRoots', types, '--types', 'node', '--module', 'nodenext', '--target', 'es2022']
  await run(root, process.execPath, [tsc, '--noEmit', '--strict', '--ignoreConfig', ...options, ...paths])
}
