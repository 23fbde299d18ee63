import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
}

/** The names of all values that the packages export, read from every entry point that their manifests name. */
export async function exportedNames(): Promise<string[]> {
  const names = new Set<string>()
  for (const path of globSync('packages/*/package.json', { cwd: fileURLToPath(root) })) {
    const { exports }: Manifest = JSON.parse(readFileSync(new URL(path, root), 'utf8'))
    for (const entry of Object.values(exports).filter((file) => file.endsWith('.ts'))) {
      const module: object = await import(new URL(entry, new URL(path, root)).href)
      for (const name of Object.keys(module)) names.add(name)
    }
  }
  return [...names]
}
