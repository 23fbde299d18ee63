import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

// The level of a module of auth-core is one more than that of the highest module it imports. Types count: what a file
// has to know is what it stands on.

const CORE = 'packages/auth-core/src'

function importsOf(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true)
  return importedFiles.map(({ fileName }) => fileName)
}

function sources(pattern: string): string[] {
  return globSync(pattern).filter((path) => !path.endsWith('.d.ts'))
}

const core = new Map(
  sources(`${CORE}/**/*.ts`).map((path) => [
    relative(CORE, path),
    importsOf(path)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(CORE, join(dirname(path), name))),
  ]),
)

function levelOf(file: string, path: readonly string[] = []): number {
  if (path.includes(file)) throw new Error(`Imports in a circle: ${[...path, file].join(' -> ')}`)
  const levels = (core.get(file) ?? []).map((imported) => levelOf(imported, [...path, file]))
  return Math.max(0, ...levels.map((level) => level + 1))
}

/** The way of a request and of a token, from the top down: each file may import only from further down. */
const DOWN = [
  'openapi.ts',
  'auth-fetch.ts',
  'bearer-auth.ts',
  'api-exchange.ts',
  'token-source.ts',
  'token-refresh.ts',
  'grants/client-credentials.ts',
  'grants/operation-grant.ts',
  'grants/define-grant.ts',
  'grants/grant.ts',
  'token-endpoint.ts',
  'errors.ts',
]

const providers = globSync('packages/*/src/generated').map((path) => path.split('/')[1] ?? '')

describe('import levels', () => {
  it('has no circle in auth-core', () => {
    for (const file of core.keys()) expect(() => levelOf(file)).not.toThrow()
  })

  it('goes down the way of a request', () => {
    for (const [index, file] of DOWN.entries()) {
      expect(core.has(file), file).toBe(true)
      const above = DOWN.slice(0, index)
      expect(
        core.get(file)?.filter((imported) => above.includes(imported)),
        file,
      ).toEqual([])
    }
  })

  it('stands on clock, token and errors at the bottom', () => {
    for (const file of ['clock.ts', 'errors.ts', 'token.ts', 'token-operation.ts'])
      expect(levelOf(file), file).toBe(0)
  })

  it('keeps node: modules of auth-core under node/', () => {
    for (const path of sources(`${CORE}/**/*.ts`)) {
      const builtIns = importsOf(path).filter((name) => name.startsWith('node:'))
      if (!path.startsWith(`${CORE}/node/`)) expect(builtIns, path).toEqual([])
    }
  })

  it('names no provider in auth-core and contract', () => {
    expect(providers.length).toBeGreaterThan(3)
    for (const path of sources('packages/{auth-core,contract}/src/**/*.ts')) {
      const words = readFileSync(path, 'utf8').toLowerCase()
      expect(
        providers.filter((name) => new RegExp(`\\b${name}\\b`).test(words)),
        path,
      ).toEqual([])
    }
  })

  it('lets a provider import auth-core by its entry points and nothing else of ours', () => {
    const entries = ['@latchkey/auth-core', '@latchkey/auth-core/openapi']
    for (const path of sources(`packages/{${providers}}/src/**/*.ts`)) {
      const foreign = importsOf(path).filter((name) => !name.startsWith('.') && !entries.includes(name))
      expect(foreign, path).toEqual([])
    }
  })

  it('has one generated value a provider: the token operations', () => {
    for (const path of sources('packages/*/src/*.ts')) {
      const source = readFileSync(path, 'utf8')
      for (const [line, name] of source.matchAll(/^(?:import|export) [^;']*?'\.\/generated\/([\w.-]+)'/gm)) {
        if (name !== 'token-operations.ts') expect(line, path).toMatch(/^(import|export) type/)
      }
    }
  })
})
