import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Bump, bumps, larger } from './bump.ts'

/** The largest bump that the changesets in `.changeset/` ask for, by package. */
export function askedBumps(root: string): Map<string, Bump> {
  const asked = new Map<string, Bump>()
  const files = globSync('.changeset/*.md', { cwd: root }).filter((file) => !file.endsWith('README.md'))
  for (const file of files.sort()) {
    const [, frontMatter = ''] = readFileSync(join(root, file), 'utf8').split(/^---\s*$/m)
    for (const [name, bump] of Object.entries<Bump>(parse(frontMatter) ?? {})) {
      if (!bumps.includes(bump))
        throw new Error(`${file}: ${bump} is no bump; there are ${bumps.join(', ')}.`)
      asked.set(name, larger(asked.get(name) ?? 'none', bump))
    }
  }
  return asked
}
