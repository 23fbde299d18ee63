import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

describe('the generated constant compiles no longer when the document renames', () => {
  test('nothing: it compiles', () => {
    for (const file of globSync('packages/*/src/generated/token-operations.ts', { cwd: root })) {
      expect(compile(file)).toEqual([])
    }
  })

  test.each([
    {
      what: 'a member of the request',
      package: 'gbg',
      types: 'openapi.ts',
      from: 'client_id: string',
      to: 'client: string',
    },
    {
      what: 'a member of the answer',
      package: 'gbg',
      types: 'openapi.ts',
      from: 'expires_in: number',
      to: 'ttl: number',
    },
    {
      what: 'a request header',
      package: 'gini',
      types: 'pay-api.openapi.ts',
      from: "'X-User-Identifier': string",
      to: "'X-User': string",
    },
    {
      what: 'a query parameter',
      package: 'gini',
      types: 'user-center.openapi.ts',
      from: "grant_type?: 'client",
      to: "grant?: 'client",
    },
    {
      what: 'a response header',
      package: 'genuin',
      types: 'openapi.ts',
      from: "'gn-access-token': string",
      to: "'gn-token': string",
    },
  ])('$what', ({ package: name, types, from, to }) => {
    const folder = `packages/${name}/src/generated`
    const text = readFileSync(join(root, folder, types), 'utf8')
    expect(text).toContain(from)
    const renamed = new Map([[join(root, folder, types), text.replaceAll(from, to)]])
    expect(compile(`${folder}/token-operations.ts`, renamed)).toContainEqual(
      expect.stringMatching(/not assignable/),
    )
  })
})

/** The messages of the compiler, with some files replaced. */
function compile(file: string, replaced: ReadonlyMap<string, string> = new Map()): string[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, files: [] }, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { readFile } = host
  host.readFile = (path) => replaced.get(path) ?? readFile(path)
  const core = join(root, 'packages/auth-core/src/token-operation.ts')
  const program = ts.createProgram({
    rootNames: [join(root, file)],
    // The shape alone, whatever else the core exports.
    options: { ...options, types: [], paths: { '@latchkey/auth-core': [core] } },
    host,
  })
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}
