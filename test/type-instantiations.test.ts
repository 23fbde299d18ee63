import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import budgets from './budgets/type-instantiations.json' with { type: 'json' }
import { providerNames } from './packed-packages.ts'
import { readmeCode } from './readme-code.ts'

// What a call costs the compiler of its user: how many types it makes of the generic ones for a client's README, at most
// for any of its blocks. Counts are exact for one version of TypeScript and of openapi-fetch.

const bounds: Readonly<Record<string, number>> & { readonly default: number } = budgets
const placed = new Map(
  providerNames.flatMap((name) =>
    readmeCode(name).map((code, index) => [resolve(`packages/${name}/readme-${index}.ts`), code] as const),
  ),
)

const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
const host = ts.createCompilerHost(options)
const { fileExists, readFile, getSourceFile } = host
const read = new Map<string, ts.SourceFile | undefined>()
host.fileExists = (path) => placed.has(path) || fileExists(path)
host.readFile = (path) => placed.get(path) ?? readFile(path)
host.getSourceFile = (path, ...rest) => {
  if (!read.has(path)) read.set(path, getSourceFile(path, ...rest))
  return read.get(path)
}

let program: ts.Program | undefined

/** How many types it instantiates to check this file alone; files are read once for all. */
function instantiationsFor(path: string): number {
  program = ts.createProgram([...placed.keys()], options, host, program)
  expect(program.getSemanticDiagnostics(program.getSourceFile(path))).toEqual([])
  return program.getInstantiationCount()
}

describe('type instantiations', () => {
  it.each(providerNames)('%s type-checks a call within its bound, and the bound is near', (name) => {
    const own = [...placed.keys()].filter((path) => path.startsWith(resolve('packages', name)))
    const most = Math.max(...own.map(instantiationsFor))
    const bound = bounds[name] ?? bounds.default
    const place = `${name} in test/budgets/type-instantiations.json`
    expect(most, `more than ${place}`).toBeLessThanOrEqual(bound)
    if (name in bounds) expect(most, `lower ${place}`).toBeGreaterThan(bound * 0.9)
  })
})
