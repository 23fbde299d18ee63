import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileModules } from './compile-modules.ts'

// Code in the docs is compiled: each ```ts block is a module of its own, placed in the package it imports from, so
// that it resolves as it would for a user of that package.

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CODE_OF_CONDUCT.md',
  ...globSync('docs/**/*.md'),
  ...globSync('packages/*/README.md'),
]

interface Snippet {
  readonly page: string
  readonly line: number
  readonly code: string
}

function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    code: match[1] ?? '',
  }))
}

function homeOf({ page, code }: Snippet): string {
  const [, imported = ''] = /from '@latchkey\/([\w-]+)/.exec(code) ?? []
  if (page.startsWith('packages/')) return dirname(page)
  return existsSync(`packages/${imported}`) ? `packages/${imported}` : '.'
}

const snippets = pages.flatMap(snippetsOf)
const placed = new Map(
  snippets.map((snippet, index) => [resolve(homeOf(snippet), `snippet-${index}.ts`), snippet]),
)

function problems(): string[] {
  const modules = new Map([...placed].map(([path, { code }]) => [path, code]))
  return compileModules(modules, { noUnusedLocals: false }).map(({ path, line, text }) => {
    const snippet = placed.get(path)
    return `${snippet?.page ?? path}:${(snippet?.line ?? 0) + line + 1} ${text}`
  })
}

describe('docs', () => {
  it('compiles every code block', () => {
    expect(snippets.length).toBeGreaterThan(5)
    expect(problems()).toEqual([])
  })

  it('links to files that exist', () => {
    const broken = pages.flatMap((page) => {
      const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
        ([, target = '']) => target,
      )
      return targets
        .filter((target) => !existsSync(join(dirname(page), target)))
        .map((target) => `${page}: ${target}`)
    })
    expect(broken).toEqual([])
  })
})
