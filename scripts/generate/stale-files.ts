import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFolder } from './generated-names.ts'

/** The files that differ from what is generated, are missing, or are left over, in order. */
export function staleFiles(root: string, files: ReadonlyMap<string, string>): string[] {
  const changed = [...files].flatMap(([file, content]) => {
    const path = join(root, file)
    return existsSync(path) && readFileSync(path, 'utf8') === content ? [] : [file]
  })
  return [...changed, ...leftOver(root, files)].sort()
}

/** Writes what is stale and removes what is left over. */
export function mend(root: string, files: ReadonlyMap<string, string>, stale: readonly string[]): void {
  for (const file of stale) {
    const content = files.get(file)
    if (content === undefined) {
      rmSync(join(root, file))
    } else {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), content)
    }
  }
}

function leftOver(root: string, files: ReadonlyMap<string, string>): string[] {
  return readdirSync(join(root, 'packages')).flatMap((packageName) => {
    const folder = generatedFolder(packageName)
    if (!existsSync(join(root, folder))) return []
    return readdirSync(join(root, folder))
      .map((file) => `${folder}/${file}`)
      .filter((file) => !files.has(file))
  })
}
