import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a package.json outside the workspace names, installed from the lockfile beside it. */
export interface OwnPackages {
  /** The path of something in their `node_modules`, or of that folder. */
  path(inside?: string): string
  install(): void
}

/** @param manifests the folder of package.json and pnpm-lock.yaml @param name no other has it */
export function ownPackages(manifests: URL, name: string): OwnPackages {
  // Where neither git nor any tool of the workspace looks.
  const folder = fileURLToPath(new URL(`../node_modules/.cache/${name}/`, import.meta.url))
  return {
    path: (inside = '') => join(folder, 'node_modules', inside),
    install() {
      mkdirSync(folder, { recursive: true })
      for (const file of ['package.json', 'pnpm-lock.yaml'])
        copyFileSync(fileURLToPath(new URL(file, manifests)), join(folder, file))
      const args = ['install', '--ignore-workspace', '--frozen-lockfile', '--ignore-scripts']
      execFileSync('pnpm', args, { cwd: folder })
    },
  }
}
