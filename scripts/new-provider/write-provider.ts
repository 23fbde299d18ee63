import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Provider } from './provider.ts'
import { withReadmeRow } from './readme-row.ts'

/** Writes the files, the row of the README and the lockfile. When one of them fails, none is left. */
export function writeProvider(root: string, provider: Provider, files: ReadonlyMap<string, string>): void {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const others = globSync('packages/*/src/generated', { cwd: root }).map((path) => path.split('/')[1] ?? '')
  const changed = new Map([...files, ['README.md', withReadmeRow(readme, others, provider)]])
  const before = new Map([...changed.keys(), 'pnpm-lock.yaml'].map((path) => [path, contentOf(root, path)]))
  try {
    for (const [path, content] of changed) write(root, path, content)
    const sources = [...changed.keys()].filter((path) => /^(?!.*\/generated\/).+\.(ts|json|md)$/.test(path))
    run(root, 'pnpm', ['exec', 'biome', 'check', '--write', ...sources])
    // What is new depends on nothing that the lockfile does not know.
    run(root, 'pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline'])
  } catch (error) {
    for (const [path, content] of before) restore(root, path, content)
    rmSync(join(root, 'packages', provider.name), { recursive: true, force: true })
    throw error
  }
}

function contentOf(root: string, path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined
}

function write(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

function restore(root: string, path: string, content: string | undefined): void {
  if (content === undefined) rmSync(join(root, path), { force: true })
  else write(root, path, content)
}

function run(root: string, command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(
      `\`${command} ${args.slice(0, 2).join(' ')}\` failed, so nothing was kept:\n${stdout}${stderr}`.trimEnd(),
    )
  }
}
