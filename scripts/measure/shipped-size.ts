import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'

export interface ShippedSize {
  readonly minified: number
  readonly brotli: number
}

/** What an app that imports this module ships: minified, with all it needs, in bytes. */
export async function shippedSize(path: string): Promise<ShippedSize> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    target: 'es2022',
    write: false,
  })
  const contents = outputFiles[0]?.contents ?? new Uint8Array()
  return { minified: contents.length, brotli: brotliCompressSync(contents).length }
}
