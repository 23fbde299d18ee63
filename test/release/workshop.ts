import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyRepository } from '../copy-repository.ts'
import type { Registry } from './registry.ts'
import { run } from './run.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A copy of this repository in which releases are made: its tags and versions are nobody's but its own. */
export interface Workshop {
  /** The version of each public package, by its name. */
  versions(): Readonly<Record<string, string>>
  read(path: string): string
  write(path: string, content: string): void
  /** Runs a program of the repository. @returns what it printed */
  node(script: string): Promise<string>
  /** Builds one package, such as `gbg`. */
  build(name: string): Promise<unknown>
  /** `changeset version`, then `changeset publish`. @returns what was published, such as `@latchkey/gbg@0.1.0` */
  release(): Promise<string[]>
  remove(): void
}

/** A copy of what git would commit here, with the build that stands in `dist`. */
export async function openWorkshop(registry: Registry): Promise<Workshop> {
  const folder = copyRepository('release')
  const within = (path: string) => join(folder, path)
  const git = (...args: readonly string[]) => run(folder, 'git', args)
  const commit = async (message: string) => {
    await git('add', '--all')
    await git('commit', '--quiet', '--message', message)
  }
  const node = (script: string, args: readonly string[] = [], cwd = '.') =>
    run(within(cwd), process.execPath, [within(script), ...args])

  for (const path of globSync('packages/*/dist', { cwd: root }))
    cpSync(join(root, path), within(path), { recursive: true })

  const changeset = 'node_modules/@changesets/cli/bin.js'
  const tags = async () => (await git('tag')).split('\n').filter((tag) => tag !== '')
  return {
    node,
    read: (path) => readFileSync(within(path), 'utf8'),
    write: (path, content) => writeFileSync(within(path), content),
    versions() {
      const paths = globSync('packages/*/package.json', { cwd: folder })
      const manifests = paths.map((path) => JSON.parse(readFileSync(within(path), 'utf8')))
      return Object.fromEntries(manifests.map(({ name, version }) => [name, version]))
    },
    build: (name) => {
      const config = ['--config', '../../tsdown.config.ts']
      return node('node_modules/tsdown/dist/run.mjs', config, `packages/${name}`)
    },
    async release() {
      const before = await tags()
      // Nobody's machine is asked for its registry: the packages can go to loopback alone.
      writeFileSync(within('.npmrc'), registry.npmrc)
      await node(changeset, ['version'])
      await commit('Version')
      await node(changeset, ['publish'])
      return (await tags()).filter((tag) => !before.includes(tag)).sort()
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
