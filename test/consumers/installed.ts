import { mkdirSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ownPackages } from '../own-packages.ts'

const packages = ownPackages(new URL('.', import.meta.url), 'consumers')

/** The path of a compiler or a library that {@link installTools} brings. */
export const installed = packages.path

/** Brings the compilers and bundlers of this folder's package.json, which is no part of the workspace. */
export const installTools = packages.install

/** Loads a bundler. */
export const load: NodeJS.Require = createRequire(packages.path())

/** Puts a library into the `node_modules` of an app, with all it needs. */
export function link(name: string, app: string): void {
  const place = join(app, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(installed(name), place)
}
