import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const packageOf = (file: string) => file.split('/')[1] as string

/** The folders below `packages/`, such as `gbg`. */
export const packageNames = globSync('packages/*/package.json', { cwd: root }).map(packageOf).sort()

/** Those of them that are a provider's: they have flows. */
export const providerNames = globSync('packages/*/test/flows.ts', { cwd: root }).map(packageOf).sort()

/** The packages as their users get them: packed by pnpm, to be installed by npm into an empty folder. */
export interface PackedPackages {
  /** The path of a package's tarball, such as that of `gbg`. */
  tarball(name: string): string
  /** A new folder with these packages in its `node_modules`. @returns its path */
  install(app: string, packages: readonly string[]): string
  /** Removes the tarballs and every folder. */
  remove(): void
}

/** Packs every package of the workspace, which must have been built. */
export function packPackages(): PackedPackages {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-packed-'))
  for (const name of packageNames) {
    run('pnpm', ['pack', '--pack-destination', folder], join(root, 'packages', name))
  }
  const tarballs = readdirSync(folder)
  const tarball = (name: string) =>
    join(folder, tarballs.find((file) => file.startsWith(`latchkey-${name}-`)) ?? '')
  return {
    tarball,
    install(name, packages) {
      const app = mkdtempSync(join(folder, `${name}-`))
      writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }))
      run('npm', ['install', '--no-audit', '--no-fund', ...packages.map(tarball)], app)
      return app
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs a command to its end. @returns what it printed */
export function run(command: string, args: readonly string[], cwd = root): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8' })
}
