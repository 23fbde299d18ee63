import { readFileSync } from 'node:fs'
import { defineConfig, type Rolldown, type UserConfig } from 'tsdown'

const { publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'))

/** The files that `publishConfig.exports` of the package being built names, as their sources. */
const entry = Object.values<{ default?: string }>(publishConfig.exports)
  .map((target) => target.default?.replace('./dist/', 'src/').replace(/\.js$/, '.ts'))
  .filter((source) => source !== undefined)

const common: UserConfig = {
  cwd: process.cwd(),
  entry,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  deps: { neverBundle: [/^node:/] },
  hash: false,
  logLevel: 'warn',
  inputOptions: { checks: { pluginTimings: false } },
}

// What several entries share is one file: each file more is a millisecond of every start.
const oneSharedFile = { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } }

/** The bundler leaves imports of what no declaration names any more, which a user may not have. */
const noIdleImports: Rolldown.Plugin = {
  name: 'no-idle-imports',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replaceAll(/^import ".+";\n?/gm, '')
  },
}

/** One build for every package: the code with maps, then its types, which have no source beside them to map to. */
export default defineConfig([
  { ...common, dts: false, sourcemap: true, outputOptions: entry.length > 1 ? oneSharedFile : {} },
  { ...common, dts: { emitDtsOnly: true }, plugins: [noIdleImports] },
])
