import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PackedPackages, packageNames, packPackages } from './packed-packages.ts'

const repository = 'git+https://github.com/latchkey/latchkey.git'
const shipped =
  /^(dist\/.+\.(js|js\.map|d\.ts)|src\/generated\/[\w.-]+\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
/** ESM only: `require()` loads it on every Node that we support, which these two older resolutions do not know. */
const esmOnly = new Set(['node10', 'node16-cjs'])

let packed: PackedPackages

beforeAll(() => {
  packed = packPackages()
})

afterAll(() => packed.remove())

/** A tarball's files by their path in the package. */
function filesOf(name: string): Map<string, string> {
  const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball(name))))
  const folder = `/node_modules/${tarball.packageName}/`
  return new Map(tarball.listFiles().map((path) => [path.replace(folder, ''), tarball.readFile(path)]))
}

/** What each `sourceMappingURL` of a package lacks. */
function mapProblems(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, content]) => {
    const url = /^\/\/# sourceMappingURL=(.+)$/m.exec(content)?.[1]
    if (url === undefined) return path.endsWith('.js') ? [`${path} has no map`] : []
    const folder = posix.dirname(path)
    const map = files.get(posix.join(folder, url))
    if (map === undefined) return [`${path} names ${url}, which is not there`]
    const { sources, sourcesContent = [] } = JSON.parse(map) as {
      sources: string[]
      sourcesContent?: string[]
    }
    return sources
      .filter((source, index) => !sourcesContent[index] && !files.has(posix.join(folder, source)))
      .map((source) => `${url} names ${source}, which is neither in it nor in the package`)
  })
}

describe.each(packageNames)('%s as its users get it', (name) => {
  it('has no finding of publint', async () => {
    const { buffer } = new Uint8Array(readFileSync(packed.tarball(name)))
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  it('has types that resolve as its code does', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball(name))))
    const result = await checkPackage(tarball)
    expect(result.types).toEqual({ kind: 'included' })
    const problems = 'problems' in result ? result.problems : []
    const found = problems.filter(
      (problem) => !('resolutionKind' in problem && esmOnly.has(problem.resolutionKind)),
    )
    expect(found).toEqual([])
  })

  it('ships its build, its documents, README and LICENSE, and nothing else', () => {
    const files = [...filesOf(name).keys()]
    expect(files.filter((path) => !shipped.test(path))).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
    )
  })

  it('has source maps that lead to sources', () => {
    expect(mapProblems(filesOf(name))).toEqual([])
  })

  it('has declarations that import nothing but what they name', () => {
    const declarations = [...filesOf(name)].filter(([path]) => path.endsWith('.d.ts'))
    expect(declarations.length).toBeGreaterThan(0)
    expect(declarations.filter(([, content]) => /^import ["']/m.test(content)).map(([path]) => path)).toEqual(
      [],
    )
  })

  it('says what it is, where it lives, and what it needs', () => {
    const manifest = JSON.parse(filesOf(name).get('package.json') as string)
    const folder = `packages/${name}`
    expect(manifest).toMatchObject({
      name: `@latchkey/${name}`,
      description: expect.stringMatching(/.{20,}\.$/),
      license: 'MIT',
      repository: { type: 'git', url: repository, directory: folder },
      type: 'module',
      sideEffects: false,
      engines: { node: '>=20.19' },
    })
    expect(Object.keys(manifest)).not.toContain('author')
  })
})
