import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { askedBumps } from '../../scripts/contract-versions/asked-bumps.ts'
import { judgePackage } from '../../scripts/contract-versions/package-verdict.ts'
import { readSpecs } from '../../scripts/generate/read-specs.ts'

const root = join(import.meta.dirname, '../..')

const settings = ['user.name=Grace', 'user.email=grace@example.com', 'commit.gpgsign=false'].flatMap(
  (setting) => ['-c', setting],
)

/** A repository with one package and its spec, which lives as long as a test. */
export function createRepository(document: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-versions-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const git = (...args: string[]) =>
    execFileSync('git', [...settings, ...args], { cwd: folder, stdio: 'pipe' })
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const repository = {
    git,
    write,
    /** YAML has JSON in it. */
    writeSpec: (spec: unknown, name = 'parcels') => write(`specs/${name}.yaml`, JSON.stringify(spec)),
    writeVersion: (version: string) =>
      write('packages/parcels/package.json', JSON.stringify({ name: '@acme/parcels', version })),
    writeChangeset: (bump: string) =>
      write('.changeset/one.md', `---\n'@acme/parcels': ${bump}\n---\n\nWhat changed.\n`),
    /** What `changeset version` and `changeset tag` leave behind. */
    release(version: string, released: unknown) {
      repository.writeVersion(version)
      write('packages/parcels/src/generated/openapi.json', JSON.stringify(released))
      git('add', '--all')
      git('commit', '--quiet', '--message', `Release ${version}`)
      git('tag', `@acme/parcels@${version}`)
    },
    /** What the check finds. */
    judge: () => judgePackage(folder, 'parcels', readSpecs(folder).specs, askedBumps(folder)),
    /** Runs the check as `pnpm specs:versions` does. */
    check() {
      const program = join(root, 'scripts/contract-versions.ts')
      const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      })
      return { status, stdout, stderr }
    },
  }
  git('init', '--quiet')
  repository.writeSpec(document)
  repository.writeVersion('0.0.0')
  return repository
}
