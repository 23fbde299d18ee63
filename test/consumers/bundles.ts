import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { providerNames } from '../packed-packages.ts'
import { type Bundler, bundlers, type Target, targets } from './bundlers.ts'
import { needsOfProviders, partProblems, parts } from './parts.ts'
import { providerApp } from './provider-app.ts'
import type { Report } from './report.ts'

interface Column {
  readonly name: string
  readonly bundle: Bundler
  readonly target: Target
}

/** An app that is bundled: a row of the table. */
interface App {
  readonly name: string
  readonly code: string
  readonly isForNode?: boolean
  /** What is wrong with its bundle. */
  judge(code: string, path: string): Promise<readonly string[]>
}

/** Bundles apps that lie in `folder`, beside the packages. A cell is the size of a bundle, in bytes after brotli. */
export async function bundleAll(folder: string): Promise<Report> {
  const columns = Object.entries(bundlers).flatMap(([bundler, bundle]) =>
    targets.map((target) => ({ name: `${bundler}, ${target}`, bundle, target })),
  )
  const rows: string[][] = []
  const problems: string[] = []
  for (const app of [...(await Promise.all(providerNames.map((name) => appOf(folder, name)))), ...partApps]) {
    const cells: string[] = []
    for (const column of columns) {
      const { cell, found } = await bundled(app, column, folder)
      cells.push(cell)
      problems.push(...found.map((problem) => `${app.name} by ${column.name}: ${problem}`))
    }
    rows.push([app.name, ...cells])
  }
  return { head: ['bytes, brotli', ...columns.map(({ name }) => name)], rows, problems }
}

/** A provider's user's app, which prints the same from a bundle, and holds no more than it uses. */
async function appOf(folder: string, name: string): Promise<App> {
  const { code, run } = await providerApp(name)
  const plain = join(folder, `${name}-plain.mjs`)
  writeFileSync(plain, code)
  const printed = await run(plain)
  return {
    name,
    code,
    async judge(bundle, path) {
      const answer = await run(path)
      const same = answer === printed ? [] : [`it printed ${answer}, without a bundler ${printed}`]
      return [...same, ...partProblems(bundle, needsOfProviders)]
    },
  }
}

const partApps = Object.entries(parts).map(
  ([name, { from, needs = [], isForNode = false }]): App => ({
    name,
    code: `import { ${name} } from '${from}'\nglobalThis.used = ${name}\n`,
    isForNode,
    judge: async (bundle) => partProblems(bundle, [name, ...needs]),
  }),
)

async function bundled(app: App, { name, bundle, target }: Column, folder: string) {
  if (target === 'worker' && app.isForNode) return { cell: '.', found: [] }
  const entry = join(folder, `${app.name}.mjs`)
  const path = join(folder, `${app.name}-${name.replace(', ', '-')}.mjs`)
  try {
    writeFileSync(entry, app.code)
    await bundle(entry, path, target)
    const code = readFileSync(path, 'utf8')
    const found = [...(await app.judge(code, path)), ...(target === 'worker' ? builtIns(code) : [])]
    return { cell: found.length > 0 ? 'failed' : String(brotliCompressSync(code).length), found }
  } catch (error) {
    return { cell: 'failed', found: String(error).split('\n').slice(0, 4) }
  }
}

function builtIns(code: string): string[] {
  const imports = code.matchAll(/(?:from|import|require\()\s*["'](node:[\w/]+)/g)
  return [...imports].map(([, name]) => `it imports ${name}, which a worker does not have`)
}
