import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const { publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'))

/** The files that `publishConfig.exports` of the package being built names, as their sources. */
const entry = Object.values<{ default?: string }>(publishConfig.exports)
  .map((target) => target.default?.replace('./dist/', 'src/').replace(/\.js$/, '.ts'))
  .filter((source) => source !== undefined)

/** One build for every package. */
export default defineConfig({
  cwd: process.cwd(),
  entry,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  deps: { neverBundle: [/^node:/] },
  dts: true,
  sourcemap: true,
  hash: false,
  logLevel: 'warn',
  inputOptions: { checks: { pluginTimings: false } },
})
