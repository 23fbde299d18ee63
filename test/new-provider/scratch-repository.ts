import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { copyRepository } from '../copy-repository.ts'

/** The repository as it lies here, in a folder, a git history and an install of its own. */
export interface ScratchRepository {
  readonly root: string
  /** @throws {Error} with what the command printed when it fails */
  run(command: string, ...args: string[]): string
  /** Lines added and removed since the copy was made, by file; new files have only added ones. */
  changes(): ReadonlyMap<
    string,
    { readonly isNew: boolean; readonly added: number; readonly removed: number }
  >
  remove(): void
}

export function openScratchRepository(): ScratchRepository {
  const root = copyRepository('new-provider')

  function run(command: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: root },
      maxBuffer: 64 * 1024 * 1024,
    })
    if (status === 0) return stdout
    throw new Error(`\`${command} ${args.join(' ')}\` failed: ${error?.message ?? ''}\n${stdout}${stderr}`)
  }

  const git = (...args: string[]) => run('git', ...args)
  return {
    root,
    run,
    changes() {
      git('add', '--all')
      const files = git('diff', '--cached', '--no-renames', '--numstat').trim().split('\n')
      const created = new Set(
        git('diff', '--cached', '--no-renames', '--name-only', '--diff-filter=A').split('\n'),
      )
      const rows = files.map((line) => line.split('\t') as [string, string, string])
      return new Map(
        rows.map(([added, removed, file]) => [
          file,
          { isNew: created.has(file), added: Number(added), removed: Number(removed) },
        ]),
      )
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
