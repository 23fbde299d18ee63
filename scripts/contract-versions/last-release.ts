import { spawnSync } from 'node:child_process'

/** What the last release of a package had in `src/generated/`. */
export interface Release {
  readonly version: string
  /** The documents by their file names, such as `pay-api.openapi.json`. */
  readonly documents: ReadonlyMap<string, unknown>
}

/** By the tag that changesets made, `@latchkey/gbg@0.1.0`; undefined where none leads to here. */
export function lastRelease(root: string, packageName: string, folder: string): Release | undefined {
  // With the newest first; a prerelease is none that users have.
  const tags = git(root, 'tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', `${packageName}@*`)
  const tag = tags.split('\n').find((name) => /@\d+\.\d+\.\d+$/.test(name))
  if (tag === undefined) return undefined
  const listed = git(root, 'ls-tree', '--name-only', tag, `${folder}/`)
  const paths = listed.split('\n').filter((path) => path.endsWith('openapi.json'))
  const documents = paths.map(
    (path) => [path.slice(folder.length + 1), JSON.parse(git(root, 'show', `${tag}:${path}`))] as const,
  )
  return { version: tag.slice(packageName.length + 1), documents: new Map(documents) }
}

function git(root: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`git ${args[0]}: ${error?.message ?? stderr.trim()}`)
  return stdout
}
