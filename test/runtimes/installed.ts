import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const manifests = fileURLToPath(new URL('.', import.meta.url))
// Where neither git nor any tool of the workspace looks: 0.8 GB in 21,000 files.
const folder = fileURLToPath(new URL('../../node_modules/.cache/runtimes/', import.meta.url))

/** The path of a program that {@link installRuntimes} brings. */
export function installed(path: string): string {
  return join(folder, 'node_modules', path)
}

/** Brings the runtimes of this folder's package.json, which is no part of the workspace. */
export function installRuntimes(): void {
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'pnpm-lock.yaml'])
    copyFileSync(join(manifests, file), join(folder, file))
  execFileSync('pnpm', ['install', '--ignore-workspace', '--frozen-lockfile'], { cwd: folder })
}
