import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../', import.meta.url))

/**
 * The repository as git would commit it here, in a temporary folder, with a git history and an install of its own.
 * @returns the path of the folder, whose name begins with `name`
 */
export function copyRepository(name: string): string {
  const root = mkdtempSync(join(tmpdir(), `latchkey-${name}-`))
  const run = (cwd: string, command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const listed = run(source, 'git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
  // A file that was removed and not yet committed is still listed.
  const present = listed.split('\0').filter((path) => path !== '' && existsSync(join(source, path)))
  for (const path of present) cpSync(join(source, path), join(root, path))
  run(root, 'git', 'init', '--quiet', '--initial-branch', 'main')
  run(root, 'git', 'config', 'user.name', 'Rehearsal')
  run(root, 'git', 'config', 'user.email', 'rehearsal@example.com')
  run(root, 'git', 'add', '--all')
  run(root, 'git', 'commit', '--quiet', '--message', 'As it was')
  run(root, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline')
  return root
}
