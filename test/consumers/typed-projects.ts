import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackedPackages } from '../packed-packages.ts'
import { installed, link } from './installed.ts'
import { importSources, moduleSources, requireSources } from './typed-code.ts'

/** A project of a user: what it is called in the table, and where its tsconfig.json is. */
export interface TypedProject {
  readonly name: string
  readonly config: string
  /** What a TypeScript older than `version` says for a reason that is not ours. */
  readonly olderThan?: { readonly version: string; readonly excused: RegExp }
}

const esm = { module: 'nodenext', exactOptionalPropertyTypes: true }
const modes = {
  'nodenext, import': { sources: moduleSources(), options: esm },
  'nodenext, import() in CommonJS': { sources: importSources(), options: esm },
  'nodenext, require': {
    sources: requireSources(),
    options: esm,
    olderThan: { version: '5.8', excused: /\.cts\(.*: error TS(1471|1479): / },
  },
  bundler: { sources: moduleSources(), options: { module: 'esnext', moduleResolution: 'bundler' } },
}

const withMsw = `import { createHandlers } from '@latchkey/contract'
import { setupServer } from 'msw/node'
const contract = createHandlers({})
setupServer(...contract.handlers).listen({ onUnhandledFrame: 'error' })
`

/** Writes the projects that use the packages in `app`, each into a folder below it. */
export function writeProjects(app: string, packed: PackedPackages): TypedProject[] {
  const nodeTypes = { types: ['node'], typeRoots: [installed('@types')] }
  const libs = {
    'lib DOM': { lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
    '@types/node': { lib: ['es2022'], ...nodeTypes },
  }
  const projects = Object.entries(modes).flatMap(([mode, { sources, options, ...rest }]) =>
    Object.entries(libs).map(([lib, libOptions]) => {
      const folder = join(app, `${mode}, ${lib}`.replaceAll(/\W+/g, '-'))
      const config = writeProject(folder, sources, { ...options, ...libOptions })
      return { name: `${mode}, ${lib}`, config, ...rest }
    }),
  )
  const besideMsw = packed.install('typed-msw', ['contract'])
  link('msw', besideMsw)
  const lib = { lib: libs['lib DOM'].lib, ...nodeTypes }
  const config = writeProject(join(besideMsw, 'src'), new Map([['msw.ts', withMsw]]), { ...esm, ...lib })
  const foreign = { version: '5.9', excused: /^\S*node_modules\/(\.pnpm\/)?(@mswjs|msw)\b/ }
  return [...projects, { name: 'contract beside msw', config, olderThan: foreign }]
}

/** @returns the path of its tsconfig.json */
function writeProject(folder: string, sources: ReadonlyMap<string, string>, options: object): string {
  mkdirSync(folder)
  for (const [file, code] of sources) writeFileSync(join(folder, file), code)
  const environment =
    'declare const process: { readonly env: Readonly<Record<string, string | undefined>> }\n'
  if (!('typeRoots' in options)) writeFileSync(join(folder, 'environment.d.ts'), environment)
  const compilerOptions = { target: 'es2022', strict: true, skipLibCheck: false, noEmit: true, ...options }
  const config = join(folder, 'tsconfig.json')
  writeFileSync(config, JSON.stringify({ compilerOptions }))
  return config
}
