import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { build, transform } from 'esbuild'
import { load } from './installed.ts'

export const targets = ['node', 'worker'] as const
export type Target = (typeof targets)[number]

/** Writes one minified ES module with all that `entry` needs, but what the target brings itself, such as `node:fs`. */
export type Bundler = (entry: string, outfile: string, target: Target) => Promise<void>

const workerConditions = ['workerd', 'worker', 'browser']

/** The bundlers by name; but for esbuild they are no part of the workspace. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: bundleByEsbuild,
  rollup: bundleByRollup,
  webpack: bundleByWebpack,
}

async function bundleByEsbuild(entry: string, outfile: string, target: Target): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    ...(target === 'node'
      ? { platform: 'node' }
      : { platform: 'neutral', conditions: workerConditions, mainFields: ['module', 'main'] }),
  })
}

async function bundleByRollup(entry: string, outfile: string, target: Target): Promise<void> {
  const { rollup } = load('rollup')
  const { nodeResolve } = load('@rollup/plugin-node-resolve')
  const exportConditions = target === 'node' ? ['node'] : workerConditions
  const bundle = await rollup({
    input: entry,
    external: /^node:/,
    plugins: [nodeResolve({ exportConditions, browser: target === 'worker' })],
    onwarn({ code, message }: { code: string; message: string }) {
      // @opentelemetry/api is compiled so.
      if (code !== 'THIS_IS_UNDEFINED') throw new Error(message)
    },
  })
  await bundle.write({ file: outfile, format: 'esm', inlineDynamicImports: true })
  await bundle.close()
  const { code } = await transform(readFileSync(outfile, 'utf8'), { minify: true, format: 'esm' })
  writeFileSync(outfile, code)
}

async function bundleByWebpack(entry: string, outfile: string, target: Target): Promise<void> {
  const webpack = load('webpack')
  const options = {
    mode: 'production',
    entry,
    target: target === 'node' ? 'node20' : ['webworker', 'es2022'],
    ...(target === 'worker' && { resolve: { conditionNames: [...workerConditions, 'import'] } }),
    output: {
      path: dirname(outfile),
      filename: basename(outfile),
      module: true,
      library: { type: 'module' },
    },
    experiments: { outputModule: true },
    performance: false,
  }
  await new Promise<void>((resolve, reject) => {
    webpack(options, (error: Error | null, stats: { hasWarnings(): boolean; hasErrors(): boolean }) => {
      if (error === null && !stats.hasErrors() && !stats.hasWarnings()) resolve()
      else reject(error ?? new Error(String(stats)))
    })
  })
}
