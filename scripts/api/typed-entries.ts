import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What one `import` of a published package brings. */
export interface TypedEntry {
  /** The folder of the package, such as `/home/ada/latchkey/packages/gbg`. */
  readonly folder: string
  /** Its built types, absolute. */
  readonly declarations: string
  /** Where its report is kept, from the root of the repository. */
  readonly report: string
}

/** The entries with types of all packages, as their published manifests name them. */
export function typedEntries(root: string): TypedEntry[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .flatMap((file) => {
      const { publishConfig } = JSON.parse(readFileSync(join(root, file), 'utf8'))
      const folder = dirname(file)
      return Object.entries<{ types?: string }>(publishConfig.exports)
        .filter(([, { types }]) => types !== undefined)
        .map(([entry, { types = '' }]) => ({
          folder: join(root, folder),
          declarations: join(root, folder, types),
          report: `${folder}/api/${entry === '.' ? 'index' : entry.slice(2)}.api.md`,
        }))
    })
}
