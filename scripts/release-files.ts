import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

// Lays out what the workflow publishes, beside the tarballs that `changeset pack` has left in the folder: for each package
// its bill of materials and its notes, and one line in plan.txt, dependencies first: `@latchkey/gbg@0.1.0 packages/latchkey-gbg-0.1.0`.

interface Release {
  readonly name: string
  readonly version: string
  readonly tarball: { readonly path: string }
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder that `changeset pack --out-dir` was given.')
const { plan } = JSON.parse(readFileSync(join(folder, 'publish-plan.json'), 'utf8')) as { plan: Release[][] }

const lines = plan.flat().map(({ name, version, tarball }) => {
  const base = tarball.path.replace(/\.tgz$/, '')
  copyFileSync(`reports/sbom/${basename(base)}.cdx.json`, join(folder, `${base}.cdx.json`))
  writeFileSync(join(folder, `${base}.md`), notesOf(name, version))
  return `${name}@${version} ${base}\n`
})
writeFileSync(join(folder, 'plan.txt'), lines.join(''))
process.stdout.write(lines.join(''))

/** What the changelog says of the version. */
function notesOf(name: string, version: string): string {
  const file = join('packages', name.replace(/^@latchkey\//, ''), 'CHANGELOG.md')
  const [, ...sections] = readFileSync(file, 'utf8').split(/^## /m)
  const section = sections.find((text) => text.startsWith(`${version}\n`))
  if (section === undefined)
    throw new Error(`${file} says nothing of ${version}; run \`pnpm changeset version\`.`)
  return `${section.slice(version.length).trim()}\n`
}
