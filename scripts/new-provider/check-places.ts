import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { handWrittenPaths } from './provider-paths.ts'

/**
 * Refuses a provider of which something is there already.
 * @throws {Error} naming what is there
 */
export function checkPlaces(root: string, name: string, spec: string): void {
  if (!existsSync(join(root, 'specs')))
    throw new Error('There is no specs/ here: run this from the root of the repository.')
  const { specs, ...paths } = handWrittenPaths(name)
  const others = globSync(`specs/${name}{,.*}.yaml`, { cwd: root }).filter((file) => file !== spec)
  const found = [`packages/${name}`, ...Object.values(paths)].filter((path) => existsSync(join(root, path)))
  const there = [...found.filter((path) => !path.startsWith(`packages/${name}/`)), ...others]
  if (there.length > 0)
    throw new Error(
      `The provider "${name}" is there already (${there.join(', ')}): choose another name, or remove these first.`,
    )
}
