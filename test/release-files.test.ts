import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

interface Component {
  readonly group?: string
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly licenses?: readonly object[]
}
interface Bill {
  readonly bomFormat: string
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
}

const nameOf = ({ group, name }: Component) => (group ? `${group}/${name}` : name)

describe('bills of materials', () => {
  const manifests = globSync('packages/*/package.json').map(readJson)
  const provider = ['@latchkey/auth-core', 'openapi-fetch', 'openapi-typescript-helpers']
  const others: Readonly<Record<string, readonly string[]>> = {
    '@latchkey/auth-core': [],
    '@latchkey/redis': ['@latchkey/auth-core'],
    '@latchkey/contract': [
      ...['ajv', 'ajv-formats', 'fast-deep-equal', 'fast-uri', 'json-schema-traverse', 'require-from-string'],
    ],
  }

  beforeAll(() => {
    rmSync('reports/sbom', { recursive: true, force: true })
    const { status, stderr } = spawnSync('pnpm', ['run', '--silent', 'release:sbom'], { encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  })

  it.each(manifests)(
    'of $name: itself and its run-time dependencies, with versions and licences',
    ({ name, version }) => {
      const file = `reports/sbom/${name.slice(1).replace('/', '-')}-${version}.cdx.json`
      const { bomFormat, metadata, components }: Bill = readJson(file)
      expect([bomFormat, nameOf(metadata.component), metadata.component.version]).toEqual([
        'CycloneDX',
        name,
        version,
      ])
      expect(components.map(nameOf).sort()).toEqual(others[name] ?? provider)
      for (const component of [metadata.component, ...components]) {
        expect(component.licenses, component.name).not.toHaveLength(0)
        expect(decodeURIComponent(component.purl)).toBe(`pkg:npm/${nameOf(component)}@${component.version}`)
      }
      expect(readFileSync(file, 'utf8')).not.toContain(process.cwd())
    },
  )
})

describe('what the release workflow is handed', () => {
  const script = resolve('scripts/release-files.ts')
  const changelog = `# @latchkey/gbg

## 0.1.1

### Patch Changes

- A fix.

## 0.1.0

- The first.
`
  function lay(version: string) {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-release-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const tarball = { path: `packages/latchkey-gbg-${version}.tgz` }
    const files = {
      'packages/gbg/CHANGELOG.md': changelog,
      [`reports/sbom/latchkey-gbg-${version}.cdx.json`]: '{}',
      'release/packages/.keep': '',
      'release/publish-plan.json': JSON.stringify({ plan: [[{ name: '@latchkey/gbg', version, tarball }]] }),
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const { status, stderr } = spawnSync('node', [script, 'release'], { cwd: folder, encoding: 'utf8' })
    return { release: join(folder, 'release'), status, stderr }
  }

  it('is a line, a bill and the notes of that version for each package', () => {
    const { release, status } = lay('0.1.1')
    expect(status).toBe(0)
    expect(readFileSync(join(release, 'plan.txt'), 'utf8')).toBe(
      '@latchkey/gbg@0.1.1 packages/latchkey-gbg-0.1.1\n',
    )
    expect(readdirSync(join(release, 'packages'))).toEqual([
      '.keep',
      'latchkey-gbg-0.1.1.cdx.json',
      'latchkey-gbg-0.1.1.md',
    ])
    expect(readFileSync(join(release, 'packages/latchkey-gbg-0.1.1.md'), 'utf8')).toBe(
      '### Patch Changes\n\n- A fix.\n',
    )
  })

  it('is refused where the changelog does not know the version', () => {
    const { status, stderr } = lay('0.1.2')
    expect(status).not.toBe(0)
    expect(stderr).toContain('packages/gbg/CHANGELOG.md says nothing of 0.1.2')
  })
})
